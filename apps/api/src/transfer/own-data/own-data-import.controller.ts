import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ownDataImportSchema, type OwnDataImport } from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import { Allow } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { TakesFile } from '../../http/body-limits.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { OwnDataImportService } from './own-data-import.service.js';

@ApiTags('account')
@Controller()
export class OwnDataImportController {
  constructor(private readonly imports: OwnDataImportService) {}

  @Post('me/import')
  @TakesFile()
  @HttpCode(200)
  @Allow('data:own')
  @ApiOperation({
    operationId: 'importOwnData',
    summary: 'Read in a file of one’s own data, as it was exported here or elsewhere',
    description:
      'Drawings, lines, what was said of them, and alphabets: all of the file, or nothing where something is wrong with it. What is here already stays as it is. Corrections wait for review again. Answered when memory knows what came in.',
  })
  @ApiOkResponse({ standardSchema: ownDataImportSchema })
  @ApiProblems(400, 413, 415, 422, 429, 503)
  read(@Req() request: FastifyRequest, @CurrentWriter() writer: Writer): Promise<OwnDataImport> {
    return this.imports.read(writer, request);
  }
}
