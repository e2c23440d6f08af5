import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  anyCorrectionResponseSchema,
  correctionRequestSchema,
  lineCorrectionRequestSchema,
  reviewCountsQuerySchema,
  reviewCountsSchema,
  reviewDetailSchema,
  reviewPageSchema,
  reviewQuerySchema,
  reviewRequestSchema,
  reviewResponseSchema,
  undoRequestSchema,
  whySchema,
  type CorrectionResponse,
  type LineCorrectionResponse,
  type ReviewCounts,
  type ReviewDetail,
  type ReviewPage,
  type ReviewRequest,
  type ReviewResponse,
  type UndoRequest,
  type Why,
} from '@inkling/contract';
import type { z } from 'zod';
import { knownId } from '../common/known-id.js';
import { parseOrThrow } from '../common/validation.js';
import { Allow } from '../http/access/allow.js';
import { CurrentWriter, type Writer } from '../http/access/writer.js';
import { ApiProblems } from '../http/docs/api-problems.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { LineCorrectionsService } from './lines/line-corrections.service.js';
import { DetailService } from './review/detail.service.js';
import { QueueService } from './review/queue.service.js';
import { ReviewService } from './review/review.service.js';

/** Corrections: a writer's own, and everybody's for reviewers. */
@ApiTags('corrections')
@Controller('corrections')
export class CorrectionsController {
  constructor(
    private readonly corrections: CorrectionsService,
    private readonly lines: LineCorrectionsService,
    private readonly queue: QueueService,
    private readonly details: DetailService,
    private readonly reviews: ReviewService,
  ) {}

  @Post()
  @Allow('corrections:give')
  @ApiOperation({
    operationId: 'createCorrection',
    summary: 'Say what a drawing or a line really is, or that it was read right',
    description:
      'Again for the same one replaces the former correction. Of a line, characters that stand by themselves become samples; the answer says which. With `previous` it is refused where something else was said meanwhile, and the same sent twice counts once.',
  })
  @ApiCreatedResponse({ standardSchema: anyCorrectionResponseSchema })
  @ApiProblems(400, 404, 409, 422, 429)
  create(
    @Body() body: unknown,
    @CurrentWriter() writer: Writer,
  ): Promise<CorrectionResponse | LineCorrectionResponse> {
    const isLine = typeof body === 'object' && body !== null && 'lineId' in body;
    return isLine
      ? this.lines.correct(writer.id, parseOrThrow(lineCorrectionRequestSchema, body))
      : this.corrections.correct(writer.id, parseOrThrow(correctionRequestSchema, body ?? {}));
  }

  @Delete(':id')
  @Allow('corrections:give')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteCorrection', summary: 'Take a correction back' })
  @ApiNoContentResponse({ description: 'Withdrawn, and removed from memory' })
  @ApiProblems(404, 429)
  async delete(
    @Param('id', knownId('correction')) id: string,
    @CurrentWriter() writer: Writer,
  ): Promise<void> {
    const wasOfLine = await this.lines.takeBack(writer.id, id);
    if (!wasOfLine) await this.corrections.takeBack(writer.id, id);
  }

  @Get()
  @Allow('corrections:review')
  @ApiOperation({
    operationId: 'listCorrections',
    summary: "Everybody's corrections, for review",
    description:
      'By newest, by suspicion, or look-alikes side by side. A cursor belongs to its order.',
  })
  @ApiOkResponse({ standardSchema: reviewPageSchema })
  @ApiProblems(422, 429)
  list(
    @Query({ schema: reviewQuerySchema }) query: z.output<typeof reviewQuerySchema>,
  ): Promise<ReviewPage> {
    return this.queue.list(query);
  }

  @Get('counts')
  @Allow('corrections:review')
  @ApiOperation({
    operationId: 'countCorrections',
    summary: 'How many corrections wait, and of which labels, writers and versions',
  })
  @ApiOkResponse({ standardSchema: reviewCountsSchema })
  @ApiProblems(422, 429)
  counts(
    @Query({ schema: reviewCountsQuerySchema }) query: z.output<typeof reviewCountsQuerySchema>,
    @CurrentWriter() reviewer: Writer,
  ): Promise<ReviewCounts> {
    return this.queue.count(query, reviewer.id);
  }

  @Get(':id')
  @Allow('corrections:review')
  @ApiOperation({
    operationId: 'getCorrection',
    summary: 'One correction with what was drawn, what looks like it and what became of it',
  })
  @ApiOkResponse({ standardSchema: reviewDetailSchema })
  @ApiProblems(404, 429)
  get(@Param('id', knownId('correction')) id: string): Promise<ReviewDetail> {
    return this.details.get(id);
  }

  @Get(':id/why')
  @Allow('corrections:review')
  @ApiOperation({
    operationId: 'explainCorrection',
    summary: 'Why the network in service reads a corrected drawing as it does',
    description:
      'The network alone: in memory the drawing itself would decide. `neighbours` is empty, see the correction for what looks like it.',
  })
  @ApiOkResponse({ standardSchema: whySchema })
  @ApiProblems(404, 429, 503)
  why(@Param('id', knownId('correction')) id: string): Promise<Why> {
    return this.details.why(id);
  }

  @Post('review')
  @Allow('corrections:review')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'reviewCorrections',
    summary:
      'Approve corrections, so that everybody profits and networks learn from them, or reject them',
    description:
      "Ids may be of characters and of lines: `label` relabels the ones, `text` retypes the others. What was judged before may be judged again, or reopened. The writer's label or text is kept beside the reviewer's. With `revisions`, what somebody else changed meanwhile is left as it is, and `conflicts` says who did.",
  })
  @ApiOkResponse({ standardSchema: reviewResponseSchema })
  @ApiProblems(400, 422, 429)
  review(
    @Body({ schema: reviewRequestSchema }) request: ReviewRequest,
    @CurrentWriter() reviewer: Writer,
  ): Promise<ReviewResponse> {
    return this.reviews.review(reviewer.id, request);
  }

  @Post('review/undo')
  @Allow('corrections:review')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'undoReview',
    summary: 'Take a decision back as a whole',
    description:
      'Every sample and line is again what it was before, except those that changed since: `conflicts` tells of them. `missing` holds the samples that are gone. The undo is a decision itself and can be undone.',
  })
  @ApiOkResponse({ standardSchema: reviewResponseSchema })
  @ApiProblems(400, 404, 422, 429)
  undo(
    @Body({ schema: undoRequestSchema }) { decisionId }: UndoRequest,
    @CurrentWriter() reviewer: Writer,
  ): Promise<ReviewResponse> {
    return this.reviews.undo(reviewer.id, decisionId);
  }
}
