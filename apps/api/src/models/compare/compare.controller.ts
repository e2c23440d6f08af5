import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { comparisonQuerySchema, comparisonSchema, type Comparison } from '@inkling/contract';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow } from '../../http/access/allow.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { CompareService } from './compare.service.js';

@ApiTags('models')
@Controller('models/compare')
@Allow('models:all')
export class CompareController {
  constructor(private readonly comparisons: CompareService) {}

  @Get()
  @ApiOperation({
    operationId: 'compareModels',
    summary: 'Two versions of a network side by side',
    description:
      'Both read the newest approved samples, without memory. 202 with progress while they do: ask again every second ' +
      'or so, since the reading ends when no one asks for 10 s. What was read is kept.',
  })
  @ApiOkResponse({ standardSchema: comparisonSchema })
  @ApiAcceptedResponse({ standardSchema: comparisonSchema })
  @ApiProblems(404, 422, 429)
  async compare(
    @Query({ schema: comparisonQuerySchema }) query: z.output<typeof comparisonQuerySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Comparison> {
    const comparison = await this.comparisons.compare(query);
    if (comparison.progress !== null) void reply.code(202);
    return comparison;
  }
}
