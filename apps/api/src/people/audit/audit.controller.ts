import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { auditPageSchema, auditQuerySchema } from '@inkling/contract';
import type { z } from 'zod';
import { Allow } from '../../http/access/allow.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { AuditService } from './audit.service.js';

@ApiTags('audit')
@Controller('audit')
@Allow('audit:look')
export class AuditController {
  constructor(private readonly entries: AuditService) {}

  @Get()
  @ApiOperation({
    operationId: 'listAuditEntries',
    summary: 'Who changed what, and when, newest first',
    description: 'It holds no ink, pictures or secrets, and loses the names of deleted people.',
  })
  @ApiOkResponse({ standardSchema: auditPageSchema })
  @ApiProblems(422, 429)
  list(
    @Query({ schema: auditQuerySchema }) query: z.output<typeof auditQuerySchema>,
  ): Promise<z.output<typeof auditPageSchema>> {
    return this.entries.list(query);
  }
}
