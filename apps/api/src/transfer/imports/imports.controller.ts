import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  importDetailSchema,
  importPageSchema,
  importPreviewQuerySchema,
  importPreviewSchema,
  importQuerySchema,
  importSchema,
  importStartSchema,
  type ImportDetail,
  type ImportPage,
  type ImportPreview,
  type ImportStart,
  type ImportState,
} from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { knownId } from '../../common/known-id.js';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { TakesFile, TakesMapping } from '../../http/body-limits.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { ImportsService } from './imports.service.js';

@ApiTags('imports')
@Controller('imports')
@Allow('samples:import')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  @Post()
  @TakesFile()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'createImport',
    summary: 'Import labelled drawings from a file',
    description:
      'The file is checked before the answer: what it says of itself, not each row. Rows are worked through in the background, and duplicates left out. An import that fails or is cancelled leaves nothing.',
  })
  @ApiAcceptedResponse({ standardSchema: importSchema })
  @ApiProblems(400, 413, 415, 422, 429, 503)
  create(@Req() request: FastifyRequest, @CurrentWriter() admin: Writer): Promise<ImportState> {
    return this.imports.create(admin.id, request);
  }

  @Get()
  @ApiOperation({ operationId: 'listImports', summary: 'Imports, newest first' })
  @ApiOkResponse({ standardSchema: importPageSchema })
  @ApiProblems(422, 429)
  list(
    @Query({ schema: importQuerySchema }) query: z.output<typeof importQuerySchema>,
  ): Promise<ImportPage> {
    return this.imports.list(query);
  }

  @Get(':id')
  @ApiOperation({
    operationId: 'getImport',
    summary: 'One import: its counts, and each refused row with its reason',
  })
  @ApiOkResponse({ standardSchema: importDetailSchema })
  @ApiProblems(404, 429)
  get(@Param('id', knownId('import')) id: string): Promise<ImportDetail> {
    return this.imports.get(id);
  }

  @Get(':id/preview')
  @ApiOperation({
    operationId: 'previewImport',
    summary: 'The first 50 rows of a file that was sent with `hold`, as they would be imported',
  })
  @ApiOkResponse({ standardSchema: importPreviewSchema })
  @ApiProblems(404, 409, 422, 429)
  preview(
    @Param('id', knownId('import')) id: string,
    @Query({ schema: importPreviewQuerySchema })
    { task }: z.output<typeof importPreviewQuerySchema>,
  ): Promise<ImportPreview> {
    return this.imports.preview(id, task);
  }

  @Post(':id/start')
  @TakesMapping()
  @HttpCode(202)
  @ApiOperation({
    operationId: 'startImport',
    summary: 'Start an import that was sent with `hold`',
  })
  @ApiAcceptedResponse({ standardSchema: importSchema })
  @ApiProblems(400, 404, 409, 422, 429)
  start(
    @Param('id', knownId('import')) id: string,
    @Body({ schema: importStartSchema }) choices: ImportStart,
    @CurrentWriter() admin: Writer,
  ): Promise<ImportState> {
    return this.imports.start(id, admin.id, choices);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'cancelImport',
    summary: 'Stop an import and remove what it brought',
  })
  @ApiAcceptedResponse({ standardSchema: importSchema })
  @ApiProblems(404, 409, 429)
  cancel(
    @Param('id', knownId('import')) id: string,
    @CurrentWriter() admin: Writer,
  ): Promise<ImportState> {
    return this.imports.cancel(id, admin.id);
  }

  @Post(':id/undo')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'undoImport',
    summary: 'Remove all samples of an import',
    description:
      'Whatever became of them in review. Out of memory and review at once, out of trainings from the next on.',
  })
  @ApiAcceptedResponse({ standardSchema: importSchema })
  @ApiProblems(404, 409, 429)
  undo(
    @Param('id', knownId('import')) id: string,
    @CurrentWriter() admin: Writer,
  ): Promise<ImportState> {
    return this.imports.undo(id, admin.id);
  }
}
