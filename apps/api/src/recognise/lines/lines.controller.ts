import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  lineHistoryDetailSchema,
  lineHistoryPageSchema,
  lineHistoryQuerySchema,
  lineResponseSchema,
  type LineHistoryDetail,
  type LineResponse,
} from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { knownId } from '../../common/known-id.js';
import { Allow } from '../../http/access/allow.js';
import { GoesOnUnknown } from '../../http/access/writer-need.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { TakesPicture } from '../../http/body-limits.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { readDrawingRequest } from '../predictions/prediction-request.js';
import { LineDeletionService } from './line-deletion.service.js';
import { LinesHistoryService } from './lines-history.service.js';
import { LINE_REQUEST, LinesService } from './lines.service.js';

/** Numbers, words and a few words. */
@ApiTags('lines')
@Controller('lines')
export class LinesController {
  constructor(
    private readonly lines: LinesService,
    private readonly history: LinesHistoryService,
    private readonly deletion: LineDeletionService,
  ) {}

  @Post()
  @TakesPicture()
  @Allow('predictions:create')
  @GoesOnUnknown()
  @ApiOperation({
    operationId: 'createLine',
    summary: 'Read a drawn or photographed number, word or a few words',
    description:
      'JSON with `ink` or `image`, or a form with `file`. A picture may hold several rows. `allow`, `pattern` and `words` say what may be answered.',
  })
  @ApiCreatedResponse({ standardSchema: lineResponseSchema })
  @ApiProblems(400, 409, 413, 415, 422, 429, 503)
  async create(
    @Req() request: FastifyRequest,
    @CurrentWriter() writer: Writer | null,
  ): Promise<LineResponse> {
    const asked = await readDrawingRequest(request, LINE_REQUEST);
    return this.lines.read(asked, {
      asker: request.writerUnknown ? 'unknown' : writer,
      identifiedAt: request.identifiedAt!,
      address: request.ip,
    });
  }

  @Get()
  @Allow('predictions:own')
  @ApiOperation({ operationId: 'listLines', summary: 'Own lines, newest first' })
  @ApiOkResponse({ standardSchema: lineHistoryPageSchema })
  @ApiProblems(401, 422, 429)
  list(
    @Query({ schema: lineHistoryQuerySchema }) query: z.output<typeof lineHistoryQuerySchema>,
    @CurrentWriter() writer: Writer,
  ): Promise<z.output<typeof lineHistoryPageSchema>> {
    return this.history.list(writer.id, query);
  }

  @Get(':id')
  @Allow('predictions:own')
  @ApiOperation({ operationId: 'getLine', summary: 'One own line' })
  @ApiOkResponse({ standardSchema: lineHistoryDetailSchema })
  @ApiProblems(401, 404, 429)
  get(
    @Param('id', knownId('line')) id: string,
    @CurrentWriter() writer: Writer,
  ): Promise<LineHistoryDetail> {
    return this.history.get(writer.id, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('predictions:own')
  @ApiOperation({
    operationId: 'deleteLine',
    summary: 'Delete one own line',
    description: 'With its correction and what was learned from it.',
  })
  @ApiNoContentResponse({ description: 'Deleted' })
  @ApiProblems(401, 404, 429)
  async delete(
    @Param('id', knownId('line')) id: string,
    @CurrentWriter() writer: Writer,
  ): Promise<void> {
    await this.deletion.delete(writer.id, id);
  }
}
