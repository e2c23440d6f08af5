import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import {
  ownMemoryPageSchema,
  ownMemoryQuerySchema,
  type MemoryItem,
  type OwnMemoryQuery,
} from '@inkling/contract';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { base64Of } from '../../common/base64.js';
import { pageCursor } from '../../common/page-cursor.js';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { OwnMemoryRepository, type OwnMemoryRecord } from './own-memory.repository.js';

@ApiTags('me')
@Controller('me/memory')
@Allow('corrections:own')
export class OwnMemoryController {
  constructor(private readonly memory: OwnMemoryRepository) {}

  @Get()
  @ApiOperation({
    operationId: 'listOwnMemory',
    summary: 'What you taught a network, for a device that reads by itself',
    description:
      'Your own samples as far as they have a say in your answers, in the order of being made. The `ETag` is of all of it: sent as `If-None-Match`, it is answered 304 until something changes.',
  })
  @ApiOkResponse({ standardSchema: ownMemoryPageSchema })
  @ApiResponse({ status: 304, description: 'Nothing changed' })
  @ApiProblems(422, 429)
  async list(
    @Query({ schema: ownMemoryQuerySchema }) { network, cursor, limit }: OwnMemoryQuery,
    @Headers('if-none-match') known: string | undefined,
    @CurrentWriter() writer: Writer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof ownMemoryPageSchema> | undefined> {
    const after = pageCursor(cursor);
    // Before the samples: of what changes in between, the next look brings all.
    const etag = `"${await this.memory.version(writer.id, network)}"`;
    void reply.header('etag', etag);
    if (known === etag) {
      void reply.status(304);
      return undefined;
    }
    const records = await this.memory.list(writer.id, network, after, limit + 1);
    const page = records.slice(0, limit);
    return {
      items: page.map(toItem),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }
}

const toItem = ({ id, glyph, saidAt, ...record }: OwnMemoryRecord): MemoryItem => ({
  ...record,
  sampleId: id,
  glyph: base64Of(glyph),
  saidAt: saidAt.toISOString(),
});
