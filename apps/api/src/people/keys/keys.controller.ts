import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import {
  apiKeyRequestSchema,
  apiKeysPageSchema,
  newApiKeySchema,
  pageQuerySchema,
  type ApiKeyRequest,
  type NewApiKey,
} from '@inkling/contract';
import type { z } from 'zod';
import { Allow, NeedsSession } from '../../http/access/allow.js';
import { CurrentWriter, type Writer } from '../../http/access/writer.js';
import { knownId } from '../../common/known-id.js';
import { ApiProblems } from '../../http/docs/api-problems.js';
import { KeysService } from './keys.service.js';

@ApiTags('keys')
@Controller('keys')
@Allow('keys:manage')
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Get()
  @ApiOperation({ operationId: 'listKeys', summary: 'Own API keys, newest first' })
  @ApiOkResponse({ standardSchema: apiKeysPageSchema })
  @ApiProblems(422, 429)
  list(
    @Query({ schema: pageQuerySchema }) query: z.output<typeof pageQuerySchema>,
    @CurrentWriter() owner: Writer,
  ): Promise<z.output<typeof apiKeysPageSchema>> {
    return this.keys.list(owner.id, query);
  }

  @Post()
  @NeedsSession()
  @ApiOperation({
    operationId: 'createKey',
    summary: 'A key for programs, which act in your name and with your role',
    description:
      'It may do what its scopes say, and never more than you. It creates no further keys and gives no one a role: those need a session. Send it as `Authorization: Bearer …` or `x-api-key: …`. The answer has the key this once; what is stored is a hash.',
  })
  @ApiCreatedResponse({ standardSchema: newApiKeySchema })
  @ApiProblems(400, 422, 429)
  create(
    @Body({ schema: apiKeyRequestSchema }) request: ApiKeyRequest,
    @CurrentWriter() owner: Writer,
  ): Promise<NewApiKey> {
    return this.keys.create(owner.id, request);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'revokeKey', summary: 'Revoke a key: it works no more' })
  @ApiNoContentResponse({ description: 'Revoked' })
  @ApiProblems(404, 429)
  async revoke(
    @Param('id', knownId('key')) id: string,
    @CurrentWriter() owner: Writer,
  ): Promise<void> {
    await this.keys.revoke(owner.id, id, owner.id);
  }
}
