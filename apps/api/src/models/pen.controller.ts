import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { penModelSchema, type PenModel } from '@inkling/contract';
import type { PenCard } from '@inkling/recognizer/card';
import type { FastifyReply } from 'fastify';
import { notFound } from '../common/problem-error.js';
import { Allow } from '../http/access/allow.js';
import { ApiProblems } from '../http/docs/api-problems.js';
import { PenNetwork } from '../recognise/serving/pen.service.js';
import type { ReleaseFile } from '../recognise/serving/release-network.js';
import { sendFile } from './send-file.js';

/** It has no versions: the release brings it. */
@ApiTags('models')
@Controller('models/pen')
@Allow('models:look')
export class PenController {
  constructor(private readonly pen: PenNetwork) {}

  @Get()
  @ApiOperation({
    operationId: 'getPenModel',
    summary: 'The network that reads how the pen went, beside those that read glyphs',
    description: '404 where this installation runs without it.',
  })
  @ApiOkResponse({ standardSchema: penModelSchema })
  @ApiProblems(404, 429)
  get(): PenModel {
    const { card } = this.file();
    return { ...card.file, card };
  }

  @Get('onnx')
  @ApiOperation({ operationId: 'getPenFile', summary: 'Its ONNX file' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @ApiProblems(404, 429)
  async getFile(@Res() reply: FastifyReply): Promise<void> {
    const { card, bytes } = this.file();
    await sendFile(reply, { name: 'inkling-pen.onnx', sha256: card.file.sha256, bytes });
  }

  private file(): ReleaseFile<PenCard> {
    const { file } = this.pen;
    if (!file) throw notFound('pen network');
    return file;
  }
}
