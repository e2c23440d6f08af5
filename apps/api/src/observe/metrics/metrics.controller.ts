import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../http/access/allow.js';
import { SkipRateLimit } from '../../http/rate-limit/request-limits.js';
import { Metrics } from '../../common/metrics.js';

@ApiExcludeController()
@Controller('metrics')
@Allow('server:look')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @SkipRateLimit()
  async read(@Res() reply: FastifyReply): Promise<void> {
    await reply.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
