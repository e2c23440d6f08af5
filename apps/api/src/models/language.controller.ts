import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { languageFileSchema, type LanguageFile } from '@inkling/contract';
import type { FastifyReply } from 'fastify';
import { notFound } from '../common/problem-error.js';
import { Allow } from '../http/access/allow.js';
import { ApiProblems } from '../http/docs/api-problems.js';
import { Language } from '../recognise/serving/lines/language.service.js';
import { sendFile } from './send-file.js';

/** It has no versions: the release brings it. */
@ApiTags('models')
@Controller('models/language')
@Allow('models:look')
export class LanguageController {
  constructor(private readonly language: Language) {}

  @Get()
  @ApiOperation({
    operationId: 'getLanguageModel',
    summary: 'What is known of free text, for lines',
    description: '404 where this installation runs without it.',
  })
  @ApiOkResponse({ standardSchema: languageFileSchema })
  @ApiProblems(404, 429)
  async get(): Promise<LanguageFile> {
    const { sha256, bytes } = await this.file();
    return { sha256, bytes: bytes.length };
  }

  @Get('file')
  @ApiOperation({ operationId: 'getLanguageFile', summary: 'Its file, compressed (gzip)' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @ApiProblems(404, 429)
  async getFile(@Res() reply: FastifyReply): Promise<void> {
    const { sha256, bytes } = await this.file();
    await sendFile(reply, { name: 'inkling-language.gz', sha256, bytes });
  }

  private async file() {
    const file = await this.language.file();
    if (!file) throw notFound('language model');
    return file;
  }
}
