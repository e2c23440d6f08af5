import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { exportQuerySchema, type ExportQuery } from '@inkling/contract';
import type { FastifyReply } from 'fastify';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { EXPORT_MEDIA_TYPES, ExportsService } from './exports.service.js';

@ApiTags('exports')
@Controller('exports')
@Allow('samples:export')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Get()
  @ApiOperation({
    operationId: 'exportSamples',
    summary: 'Samples as a file',
    description:
      'In the formats of imports: what was exported imports again without change. Lines of JSON hold all of a sample; the other formats its picture and what it counts as.',
  })
  @ApiProduces(...EXPORT_MEDIA_TYPES)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' }, description: 'The file' })
  @ApiProblems(422, 429, 503)
  async create(
    @Query({ schema: exportQuerySchema }) query: ExportQuery,
    @CurrentWriter() reviewer: Writer,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { name, mediaType, content } = await this.exports.create(reviewer.id, query);
    await reply
      .header('content-type', mediaType)
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(content);
  }
}
