import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  modelDetailSchema,
  modelsPageSchema,
  modelsQuerySchema,
  type Model,
} from '@inkling/contract';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { knownId } from '../common/known-id.js';
import { ApiProblems } from '../docs/api-problems.js';
import type { ModelRecord } from './model-version.js';
import { ModelsService } from './models.service.js';

const toModel = (record: ModelRecord): Model => ({
  id: record.id,
  network: record.network,
  version: record.version,
  status: record.status,
  parentId: record.parentId,
  origin: record.origin,
  sha256: record.sha256,
  bytes: record.bytes,
  pruned: record.pruned,
  metrics: record.card.evaluations.map(({ dataset, task, samples, top1, top3 }) => ({
    dataset,
    task,
    samples,
    top1,
    top3,
  })),
  createdAt: record.createdAt.toISOString(),
  service: record.service.map((period) => ({
    from: period.from.toISOString(),
    to: period.to?.toISOString() ?? null,
    by: period.by,
    reason: period.reason,
  })),
});

@ApiTags('models')
@Controller('models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  @ApiOperation({ operationId: 'listModels', summary: 'The versions in service' })
  @ApiOkResponse({ standardSchema: modelsPageSchema })
  @ApiProblems(422, 429)
  async list(
    @Query({ schema: modelsQuerySchema }) query: z.output<typeof modelsQuerySchema>,
  ): Promise<z.input<typeof modelsPageSchema>> {
    // One champion a network: they always fit on one page.
    const records = await this.models.listChampions(query.network);
    return { items: records.map(toModel), nextCursor: null };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getModel', summary: 'A version in service with its card' })
  @ApiOkResponse({ standardSchema: modelDetailSchema })
  @ApiProblems(404, 429)
  async get(
    @Param('id', knownId('model version')) id: string,
  ): Promise<z.input<typeof modelDetailSchema>> {
    const record = await this.models.getPublic(id);
    const { card, trainingJobId, fingerprint, gate } = record;
    return { ...toModel(record), card, trainingJobId, fingerprint, gate };
  }

  @Get(':id/onnx')
  @ApiOperation({ operationId: 'getModelFile', summary: 'The ONNX file of a version in service' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file', schema: { type: 'string', format: 'binary' } })
  @ApiProblems(404, 429)
  async getFile(
    @Param('id', knownId('model version')) id: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { model, bytes } = await this.models.getPublicBytes(id);
    const name = `inkling-${model.network}-${model.version}.onnx`;
    await reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }
}
