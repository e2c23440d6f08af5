import { Controller, Delete, Get, HttpCode, Param, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { sessionsSchema, type Session } from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import { knownId } from '../../../common/known-id.js';
import { notFound } from '../../../common/problem-error.js';
import { ApiProblems } from '../../../http/docs/api-problems.js';
import { Allow, NeedsSession } from '../../../http/access/allow.js';
import { AuthService } from '../auth.service.js';
import { CurrentWriter, type Writer } from '../../../http/access/writer.js';
import { SessionsOfRepository, type SessionRecord } from './sessions-of.repository.js';

@ApiTags('account')
@Controller('me/sessions')
@Allow('account:manage')
export class SessionsController {
  constructor(
    private readonly auth: AuthService,
    private readonly sessions: SessionsOfRepository,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listSessions', summary: 'Where one is signed in, newest first' })
  @ApiOkResponse({ standardSchema: sessionsSchema })
  @ApiProblems(429)
  async list(
    @CurrentWriter() writer: Writer,
    @Req() { headers }: FastifyRequest,
  ): Promise<{ items: Session[] }> {
    const [sessions, current] = await Promise.all([
      this.sessions.list(writer.id),
      this.auth.sessionOf(headers.cookie ?? ''),
    ]);
    return { items: sessions.map((session) => toSession(session, current?.id)) };
  }

  @Delete(':id')
  @NeedsSession()
  @HttpCode(204)
  @ApiOperation({ operationId: 'endSession', summary: 'Sign one browser out' })
  @ApiNoContentResponse({ description: 'It is out, on every replica' })
  @ApiProblems(404, 429)
  async end(
    @Param('id', knownId('session')) id: string,
    @CurrentWriter() writer: Writer,
  ): Promise<void> {
    if (!(await this.sessions.end(writer.id, id))) throw notFound('session');
  }

  @Delete()
  @NeedsSession()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'endSessions',
    summary: 'Sign out everywhere, here too',
    description: 'API keys go on: they are revoked one by one.',
  })
  @ApiNoContentResponse({ description: 'All are out, on every replica' })
  @ApiProblems(429)
  async endAll(@CurrentWriter() writer: Writer): Promise<void> {
    await this.sessions.endAll(writer.id);
  }
}

const toSession = (
  { id, createdAt, updatedAt, expiresAt, userAgent, ipAddress }: SessionRecord,
  currentId: string | undefined,
): Session => ({
  id,
  current: id === currentId,
  createdAt: createdAt.toISOString(),
  seenAt: updatedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  browser: userAgent || null,
  address: ipAddress || null,
});
