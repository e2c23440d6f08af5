import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  reviewPageSchema,
  reviewQuerySchema,
  reviewRequestSchema,
  reviewResponseSchema,
  type ReviewRequest,
  type ReviewResponse,
} from '@inkling/contract';
import type { z } from 'zod';
import { Allow } from '../auth/allow.js';
import { CurrentWriter, type Writer } from '../auth/writer.js';
import { ApiProblems } from '../docs/api-problems.js';
import { ReviewService } from './review.service.js';

@ApiTags('review')
@Controller('corrections')
@Allow('corrections:review')
export class ReviewController {
  constructor(private readonly reviews: ReviewService) {}

  @Get()
  @ApiOperation({
    operationId: 'listCorrections',
    summary: "Everybody's corrections, newest first, for review",
  })
  @ApiOkResponse({ standardSchema: reviewPageSchema })
  @ApiProblems(422, 429)
  list(
    @Query({ schema: reviewQuerySchema }) query: z.output<typeof reviewQuerySchema>,
  ): Promise<z.output<typeof reviewPageSchema>> {
    return this.reviews.list(query);
  }

  @Post('review')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'reviewCorrections',
    summary:
      'Approve corrections, so that everybody profits and networks learn from them, or reject them',
    description:
      "What was judged before may be judged again. The writer's label is kept beside the reviewer's.",
  })
  @ApiOkResponse({ standardSchema: reviewResponseSchema })
  @ApiProblems(400, 422, 429)
  review(
    @Body({ schema: reviewRequestSchema }) request: ReviewRequest,
    @CurrentWriter() reviewer: Writer,
  ): Promise<ReviewResponse> {
    return this.reviews.review(reviewer.id, request);
  }
}
