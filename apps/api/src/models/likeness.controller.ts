import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { likenessModelSchema, type LikenessModel } from '@inkling/contract';
import type { LikenessCard } from '@inkling/recognizer/card';
import type { FastifyReply } from 'fastify';
import { notFound } from '../common/problem-error.js';
import { Allow } from '../http/access/allow.js';
import { ApiProblems } from '../http/docs/api-problems.js';
import { LikenessNetwork } from '../recognise/serving/likeness.service.js';
import type { ReleaseFile } from '../recognise/serving/release-network.js';
import { sendFile } from './send-file.js';

/** It has no versions: the release brings it. */
@ApiTags('models')
@Controller('models/likeness')
@Allow('models:look')
export class LikenessController {
  constructor(private readonly likeness: LikenessNetwork) {}

  @Get()
  @ApiOperation({
    operationId: 'getLikenessModel',
    summary: 'The network that tells what is a character at all',
    description: '404 where this installation runs without it.',
  })
  @ApiOkResponse({ standardSchema: likenessModelSchema })
  @ApiProblems(404, 429)
  get(): LikenessModel {
    const { card } = this.file();
    return { ...card.file, card };
  }

  @Get('onnx')
  @ApiOperation({ operationId: 'getLikenessFile', summary: 'Its ONNX file' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @ApiProblems(404, 429)
  async getFile(@Res() reply: FastifyReply): Promise<void> {
    const { card, bytes } = this.file();
    await sendFile(reply, { name: 'inkling-likeness.onnx', sha256: card.file.sha256, bytes });
  }

  private file(): ReleaseFile<LikenessCard> {
    const { file } = this.likeness;
    if (!file) throw notFound('likeness network');
    return file;
  }
}
