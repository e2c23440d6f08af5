import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { KeyRights } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { recordAudit } from '../../database/record-audit.js';
import { announceAccess } from '../auth/access-news.repository.js';
import type { StoredPerson } from '../../http/access/standing.js';
import { PRISMA } from '../../database/database.module.js';

export interface KeyRecord {
  readonly id: string;
  readonly name: string | null;
  readonly start: string | null;
  readonly scopes: readonly string[];
  readonly origins: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastRequest: Date | null;
  readonly revokedAt: Date | null;
}

/** Who asks, and with which of their keys. */
export interface KeyHolder extends StoredPerson {
  readonly keyId: string;
  readonly scopes: readonly string[];
  readonly origins: readonly string[];
  readonly lastUsedAt: Date | null;
}

const columns = {
  id: true,
  name: true,
  start: true,
  scopes: true,
  origins: true,
  createdAt: true,
  expiresAt: true,
  lastRequest: true,
  revokedAt: true,
} satisfies Prisma.ApikeySelect;

@Injectable()
export class KeysRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Whom a key speaks for: `undefined` when it is unknown, revoked or over, or its owner is disabled. */
  async getHolder(key: string): Promise<KeyHolder | undefined> {
    const rows = await this.prisma.$queryRaw<KeyHolder[]>`
      SELECT "user".id, "user".is_anonymous AS "isAnonymous", "user".role,
        apikey.id AS "keyId", apikey.scopes, apikey.origins, apikey.last_request AS "lastUsedAt"
      FROM apikey JOIN "user" ON "user".id = apikey.reference_id
      WHERE apikey.key = ${hashOf(key)} AND apikey.enabled AND "user".disabled_at IS NULL
        AND (apikey.expires_at IS NULL OR apikey.expires_at > now())`;
    return rows[0];
  }

  /** Writes that a key and its owner are in use, unless it was written less than `everyMs` ago. */
  async noteUse(keyId: string, everyMs: number): Promise<void> {
    await this.prisma.$executeRaw`
      WITH used AS (
        UPDATE apikey SET last_request = now() WHERE id = ${keyId}::uuid AND (last_request IS NULL
          OR last_request < now() - make_interval(secs => ${everyMs / 1000}))
        RETURNING reference_id
      )
      UPDATE "user" SET last_seen_at = now() FROM used WHERE id = used.reference_id`;
  }

  /** Newest first; revoked ones too. */
  list(ownerId: string, before: string | undefined, limit: number): Promise<KeyRecord[]> {
    return this.prisma.apikey.findMany({
      where: { referenceId: ownerId, ...(before && { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: limit,
      select: columns,
    });
  }

  /** Whether any key that works names an origin. */
  async isOriginNamed(origin: string): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<object[]>`
      SELECT FROM apikey JOIN "user" ON "user".id = apikey.reference_id
      WHERE apikey.origins @> ARRAY[${origin}]::text[] AND apikey.enabled AND "user".disabled_at IS NULL
        AND (apikey.expires_at IS NULL OR apikey.expires_at > now())
      LIMIT 1`;
    return rows.length > 0;
  }

  /** Says what a key may do, and notes who made it; where that fails there is no key. */
  async confirm(
    keyId: string,
    ownerId: string,
    { scopes, origins }: KeyRights,
  ): Promise<KeyRecord> {
    try {
      return await this.prisma.$transaction(async (tx) => {
        const key = await tx.apikey.update({
          where: { id: keyId },
          data: { scopes: [...scopes], origins: [...origins] },
          select: columns,
        });
        await recordAudit(tx, {
          byId: ownerId,
          action: 'key.create',
          subject: { type: 'key', id: keyId },
          after: {
            name: key.name,
            ownerId,
            scopes: key.scopes,
            ...(key.origins.length > 0 && { origins: key.origins }),
            expiresAt: key.expiresAt?.toISOString() ?? null,
          },
        });
        // Other replicas may remember that no key names its origins.
        if (origins.length > 0) await announceAccess(tx, ownerId);
        return key;
      });
    } catch (error) {
      await this.prisma.apikey.deleteMany({ where: { id: keyId } });
      throw error;
    }
  }

  /** @returns false when this person has no such key; again for a revoked one it changes nothing */
  async revoke(ownerId: string, keyId: string, byId: string): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const its = { id: keyId, referenceId: ownerId };
      const { count } = await tx.apikey.updateMany({
        where: { ...its, enabled: true },
        data: { enabled: false, revokedAt: new Date() },
      });
      const key = await tx.apikey.findFirst({ where: its, select: { name: true } });
      if (count === 1) {
        await recordAudit(tx, {
          byId,
          action: 'key.revoke',
          subject: { type: 'key', id: keyId },
          before: { name: key!.name, ownerId },
        });
        await announceAccess(tx, ownerId);
      }
      return key !== null;
    });
  }

  async hasOwner(userId: string): Promise<boolean> {
    return (await this.prisma.user.count({ where: { id: userId } })) > 0;
  }
}

/** As Better Auth's plugin stores it: SHA-256 as base64url without padding. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');
