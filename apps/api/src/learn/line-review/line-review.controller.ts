import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  lineReviewCountsQuerySchema,
  lineReviewCountsSchema,
  lineReviewDetailSchema,
  lineReviewPageSchema,
  lineReviewQuerySchema,
  type LineReviewCounts,
  type LineReviewDetail,
  type LineReviewPage,
} from '@inkling/contract';
import type { z } from 'zod';
import { knownId } from '../../common/known-id.js';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { LineQueueService } from './line-queue.service.js';

/** Everybody's corrected lines, for reviewers. What is decided of them goes the way of all corrections. */
@ApiTags('corrections')
@Controller('corrections/lines')
export class LineReviewController {
  constructor(private readonly queue: LineQueueService) {}

  @Get()
  @Allow('corrections:review')
  @ApiOperation({
    operationId: 'listLineCorrections',
    summary: "Everybody's corrected lines, for review",
    description:
      'By newest or by suspicion; a cursor belongs to its order. Decide on them with POST /api/corrections/review. The characters that a line taught are reviewed by themselves.',
  })
  @ApiOkResponse({ standardSchema: lineReviewPageSchema })
  @ApiProblems(422, 429)
  list(
    @Query({ schema: lineReviewQuerySchema }) query: z.output<typeof lineReviewQuerySchema>,
  ): Promise<LineReviewPage> {
    return this.queue.list(query);
  }

  @Get('counts')
  @Allow('corrections:review')
  @ApiOperation({
    operationId: 'countLineCorrections',
    summary: 'How many corrected lines wait, and of which tasks and writers',
  })
  @ApiOkResponse({ standardSchema: lineReviewCountsSchema })
  @ApiProblems(422, 429)
  counts(
    @Query({ schema: lineReviewCountsQuerySchema })
    query: z.output<typeof lineReviewCountsQuerySchema>,
    @CurrentWriter() reviewer: Writer,
  ): Promise<LineReviewCounts> {
    return this.queue.count(query, reviewer.id);
  }

  @Get(':id')
  @Allow('corrections:review')
  @ApiOperation({
    operationId: 'getLineCorrection',
    summary: 'One corrected line with what became of it',
  })
  @ApiOkResponse({ standardSchema: lineReviewDetailSchema })
  @ApiProblems(404, 429)
  get(@Param('id', knownId('correction of a line')) id: string): Promise<LineReviewDetail> {
    return this.queue.get(id);
  }
}
