import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { liveSchema, readySchema } from '@inkling/contract';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../http/access/allow.js';
import { SkipRateLimit } from '../../http/rate-limit/request-limits.js';
import { HealthService } from './health.service.js';

@ApiTags('health')
@Controller('health')
@Allow('server:look')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('live')
  @SkipRateLimit()
  @ApiOperation({ operationId: 'getLive', summary: 'Whether the process runs' })
  @ApiOkResponse({ standardSchema: liveSchema })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @SkipRateLimit()
  @ApiOperation({
    operationId: 'getReady',
    summary: 'Whether predictions and corrections work, and what is missing',
  })
  @ApiOkResponse({ standardSchema: readySchema })
  @ApiResponse({ status: 503, standardSchema: readySchema, description: 'Nothing can be read yet' })
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const ready = await this.health.ready();
    await reply
      .code(ready.status === 'unavailable' ? 503 : 200)
      .header('cache-control', 'no-store')
      .send(ready);
  }
}
