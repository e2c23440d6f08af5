import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  ownInsightQuerySchema,
  ownInsightSchema,
  ownSamplesPageSchema,
  ownSamplesQuerySchema,
  type OwnInsight,
  type OwnInsightQuery,
  type OwnSamplesQuery,
} from '@inkling/contract';
import type { z } from 'zod';
import { Allow } from '../../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../../http/access/writer.js';
import { ApiProblems } from '../../../http/docs/api-problems.js';
import { OwnInsightService } from './own-insight.service.js';

@ApiTags('me')
@Controller('me')
@Allow('insight:own')
export class OwnInsightController {
  constructor(private readonly own: OwnInsightService) {}

  @Get('insight')
  @ApiOperation({ operationId: 'getOwnInsight', summary: 'How well the own handwriting is read' })
  @ApiOkResponse({ standardSchema: ownInsightSchema })
  @ApiProblems(422, 429)
  insight(
    @Query({ schema: ownInsightQuerySchema }) query: OwnInsightQuery,
    @CurrentWriter() writer: Writer,
  ): Promise<OwnInsight> {
    return this.own.insight(writer.id, query);
  }

  @Get('samples')
  @ApiOperation({
    operationId: 'listOwnSamples',
    summary: 'What was learned from the own corrections, newest first',
    description: 'DELETE /api/corrections/{correctionId} takes one back.',
  })
  @ApiOkResponse({ standardSchema: ownSamplesPageSchema })
  @ApiProblems(422, 429)
  samples(
    @Query({ schema: ownSamplesQuerySchema }) query: OwnSamplesQuery,
    @CurrentWriter() writer: Writer,
  ): Promise<z.output<typeof ownSamplesPageSchema>> {
    return this.own.listSamples(writer.id, query);
  }
}
