import { Injectable, Logger } from '@nestjs/common';
import {
  KEY_SCOPES,
  type ApiKey,
  type ApiKeyRequest,
  type apiKeysPageSchema,
  type KeyScope,
  type NewApiKey,
} from '@inkling/contract';
import type { z } from 'zod';
import { AuthService } from '../auth/auth.service.js';
import { writerOf } from '../../http/access/standing.js';
import type { Writer } from '../../http/access/writer.js';
import { pageCursor } from '../../common/page-cursor.js';
import { notFound } from '../../common/problem-error.js';
import { KeyOrigins } from './key-origins.service.js';
import { KeysRepository, type KeyRecord } from './keys.repository.js';

const DAY_S = 24 * 60 * 60;

/** When a key was used last is told to the minute. */
const NOTED_EVERY_MS = 60_000;

@Injectable()
export class KeysService {
  private readonly logger = new Logger(KeysService.name);

  constructor(
    private readonly keys: KeysRepository,
    private readonly auth: AuthService,
    private readonly origins: KeyOrigins,
  ) {}

  /** Whom a key speaks for: its owner, with the role they have at this moment. */
  async resolve(key: string): Promise<Writer | null> {
    const holder = await this.keys.getHolder(key);
    if (!holder) return null;
    const { keyId, lastUsedAt, scopes, origins } = holder;
    if (lastUsedAt === null || Date.now() - lastUsedAt.getTime() >= NOTED_EVERY_MS) {
      // Not waited for: no answer depends on it.
      void this.keys.noteUse(keyId, NOTED_EVERY_MS).catch(() => {
        this.logger.warn(`the last use of key ${keyId} could not be written`);
      });
    }
    return { ...writerOf(holder), key: { id: keyId, scopes: knownScopes(scopes), origins } };
  }

  async list(
    ownerId: string,
    { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<z.output<typeof apiKeysPageSchema>> {
    const records = await this.keys.list(ownerId, pageCursor(cursor), limit + 1);
    const page = records.slice(0, limit);
    return {
      items: page.map(toKey),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }

  async listOf(
    ownerId: string,
    page: { readonly cursor?: string | undefined; readonly limit: number },
  ): Promise<z.output<typeof apiKeysPageSchema>> {
    if (!(await this.keys.hasOwner(ownerId))) throw notFound('person');
    return this.list(ownerId, page);
  }

  /** The one time that the key itself is told. */
  async create(
    ownerId: string,
    { name, expiresInDays, scopes, origins = [] }: ApiKeyRequest,
  ): Promise<NewApiKey> {
    const { id, key } = await this.auth.createKey({
      ownerId,
      name,
      expiresInS: expiresInDays === undefined ? undefined : expiresInDays * DAY_S,
    });
    const record = await this.keys.confirm(id, ownerId, {
      // What anyone can take out of a page is given no more than was asked for.
      scopes: knownScopes(scopes ?? (origins.length > 0 ? ['draw'] : KEY_SCOPES)),
      origins: [...new Set(origins)],
    });
    this.origins.forget();
    return { ...toKey(record), key };
  }

  async revoke(ownerId: string, keyId: string, byId: string): Promise<void> {
    if (!(await this.keys.revoke(ownerId, keyId, byId))) throw notFound('key');
    this.origins.forget();
    this.logger.log(`key ${keyId} was revoked by ${byId}`);
  }
}

/** In one order, each once; one that this version does not know opens nothing. */
const knownScopes = (named: readonly string[]): KeyScope[] =>
  KEY_SCOPES.filter((scope) => named.includes(scope));

const toKey = ({ name, start, scopes, lastRequest, ...key }: KeyRecord): ApiKey => ({
  id: key.id,
  name: name ?? '',
  start: start ?? '',
  scopes: knownScopes(scopes),
  origins: [...key.origins],
  createdAt: key.createdAt.toISOString(),
  expiresAt: key.expiresAt?.toISOString() ?? null,
  lastUsedAt: lastRequest?.toISOString() ?? null,
  revokedAt: key.revokedAt?.toISOString() ?? null,
});
