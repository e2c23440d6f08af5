import { Readable } from 'node:stream';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  deletionRequestSchema,
  deletionSchema,
  ownAccountChangeSchema,
  ownAccountSchema,
  type Deletion,
  type DeletionRequest,
  type OwnAccount,
  type OwnAccountChange,
} from '@inkling/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, NeedsSession } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { knownId } from '../../common/known-id.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { ExportService } from './export.service.js';
import { OwnDataService } from './own-data.service.js';

@ApiTags('account')
@Controller()
export class OwnDataController {
  constructor(
    private readonly own: OwnDataService,
    private readonly exports: ExportService,
  ) {}

  @Get('me')
  @Allow('data:own')
  @ApiOperation({ operationId: 'getOwnAccount', summary: 'Who is asking' })
  @ApiOkResponse({ standardSchema: ownAccountSchema })
  @ApiProblems(429)
  get(@CurrentWriter() writer: Writer): Promise<OwnAccount> {
    return this.own.get(writer.id);
  }

  @Patch('me')
  @Allow('account:manage')
  @ApiOperation({ operationId: 'changeOwnAccount', summary: "Change one's name" })
  @ApiOkResponse({ standardSchema: ownAccountSchema })
  @ApiProblems(400, 422, 429)
  change(
    @Body({ schema: ownAccountChangeSchema }) change: OwnAccountChange,
    @CurrentWriter() writer: Writer,
  ): Promise<OwnAccount> {
    return this.own.change(writer.id, change);
  }

  @Get('me/export')
  @Allow('data:own')
  @ApiOperation({
    operationId: 'exportOwnData',
    summary: 'Everything of one’s own as a file',
    description:
      'Lines of JSON, each with its `type`: about, person, session, key, alphabet, prediction, line, sample, done, and end. Pictures are data: URLs.',
  })
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'The file' })
  @ApiProblems(429)
  async export(@CurrentWriter() writer: Writer, @Res() reply: FastifyReply): Promise<void> {
    const lines = this.exports.lines(writer.id);
    // What fails at once is answered as a problem, not as half a file.
    const first = await lines.next();
    const day = new Date().toISOString().slice(0, 10);
    await reply
      .header('content-type', 'application/x-ndjson; charset=utf-8')
      .header('content-disposition', `attachment; filename="inkling-${day}.jsonl"`)
      .header('cache-control', 'no-store')
      .send(Readable.from(from(first, lines)));
  }

  @Delete('me')
  @NeedsSession()
  @HttpCode(200)
  @Allow('data:own')
  @ApiOperation({
    operationId: 'deleteOwnAccount',
    summary: 'Delete oneself with everything that is one’s own',
    description:
      'Needs the password, or where there is none a session that began within ten minutes. Out of memory at once, on every replica; out of trainings from the next on.',
  })
  @ApiOkResponse({ standardSchema: deletionSchema })
  @ApiProblems(400, 409, 422, 429)
  async deleteOwn(
    @Body({ schema: deletionRequestSchema }) body: DeletionRequest,
    @CurrentWriter() writer: Writer,
    @Req() request: FastifyRequest,
  ): Promise<Deletion> {
    return this.own.deleteOwn(writer, request.headers.cookie ?? '', body);
  }

  @Delete('users/:id')
  @HttpCode(200)
  @Allow('users:manage')
  @ApiOperation({
    operationId: 'deleteUser',
    summary: 'Delete a person with everything that is theirs',
    description: 'The last admin who can sign in stays. Oneself one deletes with `DELETE /api/me`.',
  })
  @ApiOkResponse({ standardSchema: deletionSchema })
  @ApiProblems(404, 409, 429)
  deleteOther(
    @Param('id', knownId('person')) id: string,
    @CurrentWriter() admin: Writer,
  ): Promise<Deletion> {
    return this.own.deleteOther(id, admin.id);
  }
}

async function* from(
  first: IteratorResult<string>,
  rest: AsyncGenerator<string>,
): AsyncGenerator<string> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}
