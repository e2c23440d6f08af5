import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  modelDetailSchema,
  modelFileQuerySchema,
  modelsPageSchema,
  modelsQuerySchema,
} from '@inkling/contract';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow } from '../http/access/allow.js';
import { CurrentWriter, type Writer } from '../http/access/writer.js';
import { knownId } from '../common/known-id.js';
import { ApiProblems } from '../http/docs/api-problems.js';
import { maySeeAll, ModelsService } from './models.service.js';
import { toModel, toModelDetail } from './to-model.js';

@ApiTags('models')
@Controller('models')
@Allow('models:look')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  @ApiOperation({
    operationId: 'listModels',
    summary: 'Versions, newest first',
    description: 'Reviewers see all of them, others those in service, without who put them there.',
  })
  @ApiOkResponse({ standardSchema: modelsPageSchema })
  @ApiProblems(422, 429)
  async list(
    @Query({ schema: modelsQuerySchema }) query: z.output<typeof modelsQuerySchema>,
    @CurrentWriter() writer: Writer | null,
  ): Promise<z.input<typeof modelsPageSchema>> {
    const { records, nextCursor } = await this.models.list(query, writer);
    return { items: records.map((record) => toModel(record, !maySeeAll(writer))), nextCursor };
  }

  @Get(':id')
  @ApiOperation({
    operationId: 'getModel',
    summary: 'A version with its card and the report of its gate',
    description: 'Versions in service are for anyone, others for reviewers.',
  })
  @ApiOkResponse({ standardSchema: modelDetailSchema })
  @ApiProblems(404, 429)
  async get(
    @Param('id', knownId('model version')) id: string,
    @CurrentWriter() writer: Writer | null,
  ): Promise<z.input<typeof modelDetailSchema>> {
    return toModelDetail(await this.models.get(id, writer), !maySeeAll(writer));
  }

  @Get(':id/onnx')
  @ApiOperation({
    operationId: 'getModelFile',
    summary: 'The ONNX file of a version',
    description: 'Versions in service are for anyone, others for reviewers.',
  })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @ApiProblems(404, 410, 422, 429)
  async getFile(
    @Param('id', knownId('model version')) id: string,
    @Query({ schema: modelFileQuerySchema }) { precision }: z.output<typeof modelFileQuerySchema>,
    @CurrentWriter() writer: Writer | null,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { model, bytes } = await this.models.getBytes(id, precision, writer);
    const visibility = model.status === 'champion' ? 'public' : 'private';
    const suffix = precision === 'float32' ? '' : `-${precision}`;
    const name = `inkling-${model.network}-${model.version}${suffix}.onnx`;
    await reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', `${visibility}, max-age=31536000, immutable`)
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
}
