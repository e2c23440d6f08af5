import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  apiKeysPageSchema,
  pageQuerySchema,
  userChangeSchema,
  userSchema,
  usersPageSchema,
  usersQuerySchema,
  type User,
  type UserChange,
} from '@inkling/contract';
import type { z } from 'zod';
import { Allow } from '../../http/access/allow.js';
import { requireSession } from '../auth/require-session.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { knownId } from '../../common/known-id.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { KeysService } from '../keys/keys.service.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@Controller('users')
@Allow('users:manage')
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly keys: KeysService,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listUsers', summary: 'People, newest first' })
  @ApiOkResponse({ standardSchema: usersPageSchema })
  @ApiProblems(422, 429)
  list(
    @Query({ schema: usersQuerySchema }) query: z.output<typeof usersQuerySchema>,
  ): Promise<z.output<typeof usersPageSchema>> {
    return this.users.list(query);
  }

  @Patch(':id')
  @ApiOperation({
    operationId: 'changeUser',
    summary: 'Give a role, disable or enable, trust',
    description:
      'It counts at once, on every replica. A disabled person is signed out everywhere, their keys stop, and signing in says why. ' +
      'Invitations and password links that an admin made end when they are disabled or are no admin any more. ' +
      'The last admin who can sign in stays one. An API key changes no roles.',
  })
  @ApiOkResponse({ standardSchema: userSchema })
  @ApiProblems(400, 404, 409, 422, 429)
  change(
    @Param('id', knownId('person')) id: string,
    @Body({ schema: userChangeSchema }) change: UserChange,
    @CurrentWriter() admin: Writer,
  ): Promise<User> {
    if (change.role !== undefined) requireSession(admin);
    return this.users.change(id, change, admin.id);
  }

  @Get(':id/keys')
  @ApiOperation({ operationId: 'listKeysOfUser', summary: "A person's API keys, newest first" })
  @ApiOkResponse({ standardSchema: apiKeysPageSchema })
  @ApiProblems(404, 422, 429)
  listKeys(
    @Param('id', knownId('person')) id: string,
    @Query({ schema: pageQuerySchema }) query: z.output<typeof pageQuerySchema>,
  ): Promise<z.output<typeof apiKeysPageSchema>> {
    return this.keys.listOf(id, query);
  }

  @Delete(':id/keys/:keyId')
  @HttpCode(204)
  @ApiOperation({ operationId: 'revokeKeyOfUser', summary: "Revoke a person's key" })
  @ApiNoContentResponse({ description: 'Revoked' })
  @ApiProblems(404, 429)
  async revokeKey(
    @Param('id', knownId('person')) id: string,
    @Param('keyId', knownId('key')) keyId: string,
    @CurrentWriter() admin: Writer,
  ): Promise<void> {
    await this.keys.revoke(id, keyId, admin.id);
  }
}
