import { Controller, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { passwordLinkSchema, type PasswordLink } from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import { knownId } from '../../../common/known-id.js';
import { notFound } from '../../../common/problem-error.js';
import { ApiProblems } from '../../../http/docs/api-problems.js';
import { Allow, NeedsSession } from '../../../http/access/allow.js';
import { newToken } from '../invitations/token.js';
import { OwnOrigin } from '../own-origin.js';
import { CurrentWriter, type Writer } from '../../../http/access/writer.js';
import { PasswordLinksRepository } from './password-links.repository.js';

/** Time enough to hand it over. */
const DAY_MS = 24 * 60 * 60 * 1000;

@ApiTags('users')
@Controller('users/:id/password-link')
export class PasswordLinksController {
  constructor(
    private readonly links: PasswordLinksRepository,
    private readonly origin: OwnOrigin,
  ) {}

  @Post()
  @Allow('users:manage')
  @NeedsSession()
  @ApiOperation({
    operationId: 'createPasswordLink',
    summary: 'Make a link with which a person sets a new password',
    description:
      'For who forgot theirs, where no mail is set up. It is shown this once, works once, for a day, and ends earlier links. It ends when you are disabled or are no admin any more. Using it signs them out everywhere.',
  })
  @ApiCreatedResponse({ standardSchema: passwordLinkSchema })
  @ApiProblems(404, 429)
  async create(
    @Param('id', knownId('person')) id: string,
    @CurrentWriter() admin: Writer,
    @Req() request: FastifyRequest,
  ): Promise<PasswordLink> {
    const origin = this.origin.of(request);
    const token = newToken();
    const expiresAt = new Date(Date.now() + DAY_MS);
    const link = { userId: id, token, expiresAt, byId: admin.id };
    if (!(await this.links.replace(link))) throw notFound('person');
    return {
      link: `${origin}/reset-password?token=${token}`,
      expiresAt: expiresAt.toISOString(),
    };
  }
}
