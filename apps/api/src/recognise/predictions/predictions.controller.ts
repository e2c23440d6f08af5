import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  drawingDeletionRequestSchema,
  drawingDeletionSchema,
  historyDetailSchema,
  historyPageSchema,
  historyQuerySchema,
  predictionResponseSchema,
  whySchema,
  type DrawingDeletion,
  type DrawingDeletionRequest,
  type HistoryDetail,
  type PredictionResponse,
  type Why,
} from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Allow } from '../../http/access/allow.js';
import { GoesOnUnknown } from '../../http/access/writer-need.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { knownId } from '../../common/known-id.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { TakesPicture } from '../../http/body-limits.js';
import { DrawingDeletionService } from './deletion.service.js';
import { HistoryService } from './history.service.js';
import { readPredictionRequest } from './prediction-request.js';
import { PredictionsService } from './predictions.service.js';

@ApiTags('predictions')
@Controller('predictions')
export class PredictionsController {
  constructor(
    private readonly predictions: PredictionsService,
    private readonly history: HistoryService,
    private readonly deletion: DrawingDeletionService,
  ) {}

  @Post()
  @TakesPicture()
  @Allow('predictions:create')
  @GoesOnUnknown()
  @ApiOperation({
    operationId: 'createPrediction',
    summary: 'Read one drawn or photographed character',
    description:
      'JSON with `ink` or `image`, or a form with `file`. Without a session the answer is recorded but cannot be corrected. While the database is away or full the answer is neither (`recorded` is false), and knows nothing of your own corrections. With an `id` of your own it may be sent again when its answer was lost: it is recorded and counted once, and read anew.',
  })
  @ApiCreatedResponse({ standardSchema: predictionResponseSchema })
  @ApiProblems(400, 409, 413, 415, 422, 429, 503)
  async create(
    @Req() request: FastifyRequest,
    @CurrentWriter() writer: Writer | null,
  ): Promise<PredictionResponse> {
    const asked = await readPredictionRequest(request);
    return this.predictions.predict(asked, {
      asker: request.writerUnknown ? 'unknown' : writer,
      identifiedAt: request.identifiedAt!,
      address: request.ip,
    });
  }

  @Get()
  @Allow('predictions:own')
  @ApiOperation({ operationId: 'listPredictions', summary: 'Own history, newest first' })
  @ApiOkResponse({ standardSchema: historyPageSchema })
  @ApiProblems(401, 422, 429)
  list(
    @Query({ schema: historyQuerySchema }) query: z.output<typeof historyQuerySchema>,
    @CurrentWriter() writer: Writer,
  ): Promise<z.output<typeof historyPageSchema>> {
    return this.history.list(writer.id, query);
  }

  @Get(':id')
  @Allow('predictions:own')
  @ApiOperation({ operationId: 'getPrediction', summary: 'One prediction of the own history' })
  @ApiOkResponse({ standardSchema: historyDetailSchema })
  @ApiProblems(401, 404, 429)
  get(
    @Param('id', knownId('prediction')) id: string,
    @CurrentWriter() writer: Writer,
  ): Promise<HistoryDetail> {
    return this.history.get(writer.id, id);
  }

  @Get(':id/why')
  @Allow('predictions:own')
  @ApiOperation({
    operationId: 'explainPrediction',
    summary: 'Why one of your own drawings is read as it is',
    description:
      'It is read again by the version in service, with what you taught until now: the answer may differ from the recorded one. Nothing is recorded.',
  })
  @ApiOkResponse({ standardSchema: whySchema })
  @ApiProblems(401, 404, 429, 503)
  why(
    @Param('id', knownId('prediction')) id: string,
    @CurrentWriter() writer: Writer,
  ): Promise<Why> {
    return this.history.why(writer.id, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('predictions:own')
  @ApiOperation({
    operationId: 'deletePrediction',
    summary: 'Delete one own drawing',
    description:
      'With its picture, its correction and what was learned from it: out of memory, review, figures and every training that starts from now on.',
  })
  @ApiNoContentResponse({ description: 'Deleted' })
  @ApiProblems(401, 404, 429)
  async delete(
    @Param('id', knownId('prediction')) id: string,
    @CurrentWriter() writer: Writer,
  ): Promise<void> {
    await this.deletion.deleteOne(writer.id, id);
  }

  @Post('delete')
  @HttpCode(200)
  @Allow('predictions:own')
  @ApiOperation({
    operationId: 'deletePredictions',
    summary: 'Delete several own drawings',
    description:
      'All or none. Ids that are unknown, or not yours, are passed over: the answer says how many were deleted.',
  })
  @ApiOkResponse({ standardSchema: drawingDeletionSchema })
  @ApiProblems(400, 401, 422, 429)
  async deleteMany(
    @Body({ schema: drawingDeletionRequestSchema }) { ids }: DrawingDeletionRequest,
    @CurrentWriter() writer: Writer,
  ): Promise<DrawingDeletion> {
    return { deleted: await this.deletion.deleteMany(writer.id, ids) };
  }
}
