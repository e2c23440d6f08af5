import { applyDecorators, Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  activitySchema,
  analyticsQuerySchema,
  classesSchema,
  confusionsSchema,
  latencySchema,
  lineFiguresQuerySchema,
  lineFiguresSchema,
  memoryFiguresSchema,
  nowSchema,
  reliabilitySchema,
  writersQuerySchema,
  writersSchema,
  type AnalyticsQuery,
  type LineFiguresQuery,
  type Now,
} from '@inkling/contract';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow } from '../../http/access/allow.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { AnalyticsService } from './analytics.service.js';
import { answerFigures } from './answer-figures.js';
import {
  activityTable,
  classesTable,
  confusionsTable,
  latencyTable,
  linesTable,
  memoryTable,
  reliabilityTable,
} from './figures/tables.js';
import { LineFiguresService } from './lines/line-figures.service.js';
import { OverviewRepository } from './overview.repository.js';

const Figures = (operationId: string, summary: string, standardSchema: z.ZodType) =>
  applyDecorators(
    ApiOperation({ operationId, summary, description: 'With `format=csv` as a table.' }),
    ApiOkResponse({ standardSchema }),
    ApiProblems(422, 429),
  );

@ApiTags('analytics')
@Controller('analytics')
@Allow('insight:all')
export class AnalyticsController {
  constructor(
    private readonly analytics: AnalyticsService,
    private readonly lineFigures: LineFiguresService,
    private readonly overview: OverviewRepository,
  ) {}

  @Get('now')
  @ApiOperation({ operationId: 'getNow', summary: 'What waits, what is in service, who works' })
  @ApiOkResponse({ standardSchema: nowSchema })
  @ApiProblems(429)
  now(): Promise<Now> {
    return this.overview.now();
  }

  @Get('writers')
  @ApiOperation({ operationId: 'listWriters', summary: 'Whose drawings there are figures of' })
  @ApiOkResponse({ standardSchema: writersSchema })
  @ApiProblems(422, 429)
  async writers(
    @Query({ schema: writersQuerySchema }) query: z.output<typeof writersQuerySchema>,
  ): Promise<z.output<typeof writersSchema>> {
    return { items: await this.overview.writers(query) };
  }

  @Get('activity')
  @Figures('getActivity', 'Predictions and corrections over time, and swaps', activitySchema)
  async activity(
    @Query({ schema: analyticsQuerySchema }) query: AnalyticsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const figures = await this.analytics.activity(query);
    return answerFigures(reply, query.format, figures, activityTable);
  }

  @Get('confusions')
  @Figures('getConfusions', 'Labels most often taken for another, with examples', confusionsSchema)
  async confusions(
    @Query({ schema: analyticsQuerySchema }) query: AnalyticsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const figures = await this.analytics.confusions(query);
    return answerFigures(reply, query.format, figures, confusionsTable);
  }

  @Get('reliability')
  @Figures('getReliability', 'Confidence against being right', reliabilitySchema)
  async reliability(
    @Query({ schema: analyticsQuerySchema }) query: AnalyticsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const figures = await this.analytics.reliability(query);
    return answerFigures(reply, query.format, figures, reliabilityTable);
  }

  @Get('memory')
  @Figures('getMemory', 'Answers that memory decided, and how many stood', memoryFiguresSchema)
  async memory(
    @Query({ schema: analyticsQuerySchema }) query: AnalyticsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const figures = await this.analytics.memory(query);
    return answerFigures(reply, query.format, figures, memoryTable);
  }

  @Get('classes')
  @Figures('getClasses', 'Precision, recall and F1 of each label', classesSchema)
  async classes(
    @Query({ schema: analyticsQuerySchema }) query: AnalyticsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const figures = await this.analytics.classes(query);
    return answerFigures(reply, query.format, figures, classesTable);
  }

  @Get('latency')
  @Figures('getLatency', 'How long predictions took', latencySchema)
  async latency(
    @Query({ schema: analyticsQuerySchema }) query: AnalyticsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const figures = await this.analytics.latency(query);
    return answerFigures(reply, query.format, figures, latencyTable);
  }

  @Get('lines')
  @Figures(
    'getLineFigures',
    'Lines over time, and how much of them was read wrong',
    lineFiguresSchema,
  )
  async lines(
    @Query({ schema: lineFiguresQuerySchema }) query: LineFiguresQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const figures = await this.lineFigures.figures(query);
    return answerFigures(reply, query.format, figures, linesTable);
  }
}
