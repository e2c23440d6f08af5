import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  trainingAcceptedSchema,
  trainingJobSchema,
  trainingJobsPageSchema,
  trainingJobsQuerySchema,
  trainingRequestSchema,
  type TrainingAccepted,
  type TrainingJob,
  type TrainingRequest,
} from '@inkling/contract';
import type { z } from 'zod';
import { Allow } from '../http/access/allow.js';
import { CurrentWriter, type Writer } from '../http/access/writer.js';
import { knownId } from '../common/known-id.js';
import { ApiProblems } from '../http/docs/api-problems.js';
import { TrainingService } from './training.service.js';

@ApiTags('training')
@Controller('training-jobs')
@Allow('training:look')
export class TrainingController {
  constructor(private readonly training: TrainingService) {}

  @Post()
  @Allow('training:run')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'createTrainingJob',
    summary: 'Fine-tune a network on what was approved',
    description:
      'There is one queued job a network at most: a request joins it. It starts when a running one of the network has ended.',
  })
  @ApiAcceptedResponse({ standardSchema: trainingAcceptedSchema })
  @ApiProblems(400, 422, 429)
  create(
    @Body({ schema: trainingRequestSchema }) request: TrainingRequest,
    @CurrentWriter() admin: Writer,
  ): Promise<TrainingAccepted> {
    return this.training.request(admin.id, request);
  }

  @Get()
  @ApiOperation({ operationId: 'listTrainingJobs', summary: 'Training jobs, newest first' })
  @ApiOkResponse({ standardSchema: trainingJobsPageSchema })
  @ApiProblems(422, 429)
  list(
    @Query({ schema: trainingJobsQuerySchema }) query: z.output<typeof trainingJobsQuerySchema>,
  ): Promise<z.output<typeof trainingJobsPageSchema>> {
    return this.training.list(query);
  }

  @Get(':id')
  @ApiOperation({
    operationId: 'getTrainingJob',
    summary: 'One job: its state, why it waits, its progress and its verdict',
  })
  @ApiOkResponse({ standardSchema: trainingJobSchema })
  @ApiProblems(404, 429)
  get(@Param('id', knownId('training job')) id: string): Promise<TrainingJob> {
    return this.training.get(id);
  }

  @Post(':id/cancel')
  @Allow('training:run')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'cancelTrainingJob',
    summary: 'Stop a job',
    description: 'A queued one has ended with the answer; a running one ends within 2 s.',
  })
  @ApiAcceptedResponse({ standardSchema: trainingJobSchema })
  @ApiProblems(404, 409, 429)
  cancel(
    @Param('id', knownId('training job')) id: string,
    @CurrentWriter() admin: Writer,
  ): Promise<TrainingJob> {
    return this.training.cancel(id, admin.id);
  }
}
