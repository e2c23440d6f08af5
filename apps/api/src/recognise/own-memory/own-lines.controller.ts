import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ownLinesSchema, type OwnLines } from '@inkling/contract';
import { glyphToBytes } from '@inkling/ink';
import { stripAsRead } from '@inkling/recognizer';
import type { FastifyReply } from 'fastify';
import { base64Of } from '../../common/base64.js';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { LineMemory, type Lessons } from '../lines/line-memory.service.js';

@ApiTags('me')
@Controller('me/memory/lines')
@Allow('corrections:own')
export class OwnLinesController {
  constructor(private readonly memory: LineMemory) {}

  @Get()
  @ApiOperation({
    operationId: 'listOwnLines',
    summary: 'What your corrected lines tell of your hand, for a device that reads by itself',
    description:
      'The newest lines, and what the newest of free text say. The `ETag` is of all of it: sent as `If-None-Match`, it is answered 304 until something changes.',
  })
  @ApiOkResponse({ standardSchema: ownLinesSchema })
  @ApiResponse({ status: 304, description: 'Nothing changed' })
  @ApiProblems(401, 429)
  async list(
    @Headers('if-none-match') known: string | undefined,
    @CurrentWriter() writer: Writer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OwnLines | undefined> {
    const { state, get } = await this.memory.lessonsOf(writer.id);
    const etag = `"${createHash('sha256').update(state).digest('base64url')}"`;
    void reply.header('etag', etag);
    if (known === etag) {
      void reply.status(304);
      return undefined;
    }
    return toOwnLines(await get());
  }
}

/** Rows of a line stand side by side. */
function toOwnLines({ slant, rows, texts }: Lessons): OwnLines {
  const lines = new Map<string, OwnLines['lines'][number]>();
  for (const { lineId, task, text, ...drawn } of rows) {
    const line = lines.get(lineId) ?? { lineId, task, rows: [] };
    lines.set(lineId, line);
    const { width, values } = stripAsRead({ task, ...drawn }, slant);
    line.rows.push({ text, width, strip: base64Of(glyphToBytes(values)) });
  }
  return { slant: slant ?? null, lines: [...lines.values()], texts: [...texts] };
}
