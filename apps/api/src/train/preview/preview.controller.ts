import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  trainingPreviewQuerySchema,
  trainingPreviewSchema,
  type TrainingPreview,
} from '@inkling/contract';
import type { z } from 'zod';
import { Allow } from '../../http/access/allow.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { PreviewService } from './preview.service.js';

@ApiTags('training')
@Controller('training-jobs/preview')
@Allow('training:look')
export class PreviewController {
  constructor(private readonly previews: PreviewService) {}

  @Get()
  @ApiOperation({
    operationId: 'previewTrainingJob',
    summary: 'What a job that starts now would learn from, and what stands in its way',
  })
  @ApiOkResponse({ standardSchema: trainingPreviewSchema })
  @ApiProblems(422, 429)
  get(
    @Query({ schema: trainingPreviewQuerySchema })
    { network }: z.output<typeof trainingPreviewQuerySchema>,
  ): Promise<TrainingPreview> {
    return this.previews.get(network);
  }
}
