import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  invitationLookSchema,
  invitationPageSchema,
  invitationRequestSchema,
  invitationsQuerySchema,
  newInvitationSchema,
  openInvitationSchema,
  type InvitationLook,
  type InvitationRequest,
  type NewInvitation,
  type OpenInvitation,
} from '@inkling/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { knownId } from '../../../common/known-id.js';
import { ApiProblems } from '../../../http/docs/api-problems.js';
import { Allow } from '../../../http/access/allow.js';
import { OwnOrigin } from '../own-origin.js';
import { requireSession } from '../require-session.js';
import { CurrentWriter, type Writer } from '../../../http/access/writer.js';
import { InvitationsService } from './invitations.service.js';

@ApiTags('invitations')
@Controller('invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly origin: OwnOrigin,
  ) {}

  @Post()
  @Allow('users:manage')
  @ApiOperation({
    operationId: 'createInvitation',
    summary: 'Make a link that lets one person make an account',
    description:
      'The link is shown this once. With `email` only that address may use it, and it is mailed there where mail is set up. An API key invites writers only. ' +
      'It ends when the admin who made it is disabled, deleted or no admin any more.',
  })
  @ApiCreatedResponse({ standardSchema: newInvitationSchema })
  @ApiProblems(400, 422, 429)
  invite(
    @Body({ schema: invitationRequestSchema }) body: InvitationRequest,
    @CurrentWriter() admin: Writer,
    @Req() request: FastifyRequest,
  ): Promise<NewInvitation> {
    if (body.role !== 'writer') requireSession(admin);
    return this.invitations.invite(body, { id: admin.id, origin: this.origin.of(request) });
  }

  @Get()
  @Allow('users:manage')
  @ApiOperation({ operationId: 'listInvitations', summary: 'Invitations, newest first' })
  @ApiOkResponse({ standardSchema: invitationPageSchema })
  @ApiProblems(422, 429)
  list(
    @Query({ schema: invitationsQuerySchema }) query: z.output<typeof invitationsQuerySchema>,
  ): Promise<z.output<typeof invitationPageSchema>> {
    return this.invitations.list(query);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('users:manage')
  @ApiOperation({ operationId: 'revokeInvitation', summary: 'Take an invitation back' })
  @ApiNoContentResponse({ description: 'Its link opens nothing any more' })
  @ApiProblems(404, 409, 429)
  async revoke(
    @Param('id', knownId('invitation')) id: string,
    @CurrentWriter() admin: Writer,
  ): Promise<void> {
    await this.invitations.revoke(id, admin.id);
  }

  /** By POST, so that tokens stand in no log of addresses. */
  @Post('look')
  @HttpCode(200)
  @Allow('account:enter')
  @ApiOperation({ operationId: 'lookAtInvitation', summary: 'What a link opens, or why nothing' })
  @ApiOkResponse({ standardSchema: openInvitationSchema })
  @ApiProblems(400, 404, 410, 422, 429)
  look(@Body({ schema: invitationLookSchema }) body: InvitationLook): Promise<OpenInvitation> {
    return this.invitations.look(body);
  }
}
