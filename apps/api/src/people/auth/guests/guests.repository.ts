import { Inject, Injectable } from '@nestjs/common';
import { MEMORY_CHANNEL, Prisma, PrismaClient } from '@inkling/store';
import type { Network } from '@inkling/recognizer';
import { announceAlphabets } from '../../../database/channels.js';
import { recordAudit } from '../../../database/record-audit.js';
import { PRISMA } from '../../../database/database.module.js';
import { ReplicaId } from '../../../recognise/memory/memory-channel.js';

export interface MovedSample {
  readonly id: string;
  readonly network: Network;
}

/** Who counts as gone. */
export interface Idleness {
  /** Guests who were not here since. */
  readonly before: Date;
  /** Those of whom nothing is kept: no drawing, and so no correction, and no alphabet. */
  readonly emptyBefore: Date;
}

export interface Released {
  readonly guests: number;
  readonly samples: readonly MovedSample[];
}

@Injectable()
export class GuestsRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /**
   * Gives everything that a guest drew and said to a user, and removes the guest with their sessions: all
   * or nothing. Other replicas are told of each sample, and of alphabets, with the commit.
   */
  move(guestId: string, userId: string): Promise<MovedSample[]> {
    return this.prisma.$transaction(async (tx) => {
      await lockDrawings(tx, [guestId]);
      const guests = await tx.$queryRaw<unknown[]>`
        SELECT 1 AS found FROM "user" WHERE id = ${guestId}::uuid AND is_anonymous FOR UPDATE`;
      // Another request of the same browser was first.
      if (guests.length === 0) return [];
      const { drawings, samples } = await this.handOver(tx, [guestId], userId);
      await recordAudit(tx, {
        byId: userId,
        action: 'user.keep-guest',
        subject: { type: 'user', id: userId },
        after: { drawings, samples: samples.length },
      });
      return samples;
    }, PATIENT);
  }

  /**
   * Removes some guests who are idle. What they said stays, and is nobody's from then on; so do the counts
   * of what they drew.
   */
  release(idle: Idleness, limit: number): Promise<Released> {
    return this.prisma.$transaction(async (tx) => {
      const found = await idleGuests(tx, idle, Prisma.sql`LIMIT ${limit}`);
      if (found.length === 0) return { guests: 0, samples: [] };
      await lockDrawings(tx, found);
      // Whoever came back meanwhile stays.
      const ids = Prisma.sql`AND "user".id = ANY(${found}::uuid[]) ORDER BY "user".id FOR UPDATE`;
      const guests = await idleGuests(tx, idle, ids);
      const { samples } = await this.handOver(tx, guests, null);
      return { guests: guests.length, samples };
    }, PATIENT);
  }

  /**
   * Samples keep their revisions: nothing that anybody said of them has changed.
   *
   * @param to `null`: nobody
   */
  private async handOver(
    tx: Prisma.TransactionClient,
    guestIds: readonly string[],
    to: string | null,
  ): Promise<{ readonly drawings: number; readonly samples: MovedSample[] }> {
    const guests = Prisma.sql`ANY(${[...guestIds]}::uuid[])`;
    const heir = Prisma.sql`${to}::uuid`;
    const drawings = await tx.$executeRaw`
      UPDATE prediction SET writer_id = ${heir} WHERE writer_id = ${guests}`;
    await tx.$executeRaw`UPDATE correction SET writer_id = ${heir} WHERE writer_id = ${guests}`;
    await tx.$executeRaw`UPDATE line SET writer_id = ${heir} WHERE writer_id = ${guests}`;
    await tx.$executeRaw`
      UPDATE line_correction SET writer_id = ${heir} WHERE writer_id = ${guests}`;
    const samples = await tx.$queryRaw<MovedSample[]>`
      UPDATE sample SET writer_id = ${heir} WHERE writer_id = ${guests}
      RETURNING id::text, network`;
    await tx.$executeRaw`UPDATE sample_revision SET by_id = ${heir} WHERE by_id = ${guests}`;
    await tx.$executeRaw`UPDATE line_revision SET by_id = ${heir} WHERE by_id = ${guests}`;
    await tx.$executeRaw`
      UPDATE prediction_count SET writer_id = ${heir} WHERE writer_id = ${guests}`;
    await tx.$executeRaw`
      UPDATE prediction_latency SET writer_id = ${heir} WHERE writer_id = ${guests}`;
    // Without an owner they would be everybody's: those of nobody go with the guest.
    if (to !== null) await handOverAlphabets(tx, guestIds, to);
    await tx.$executeRaw`UPDATE audit_entry SET by_id = ${heir} WHERE by_id = ${guests}`;
    await tx.$executeRaw`DELETE FROM "user" WHERE id = ${guests}`;
    await tx.$executeRaw`
      SELECT pg_notify(${MEMORY_CHANNEL}, json_build_object(
        'sampleId', id, 'network', network, 'from', ${this.replica.value}::text)::text)
      FROM sample WHERE id = ANY(${samples.map(({ id }) => id)}::uuid[])`;
    return { drawings, samples };
  }

  /** Removes sessions that are over, and links and sign-ins that nobody finished. @returns how many sessions */
  async removeExpired(limit: number): Promise<number> {
    await this.prisma.$executeRaw`DELETE FROM verification WHERE expires_at < now()`;
    return this.prisma.$executeRaw`
      DELETE FROM session WHERE id IN (
        SELECT id FROM session WHERE expires_at < now() LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
  }
}

/**
 * In the order in which a correction takes them, so that the two can't wait for each other: the drawings
 * before the guest. Then nobody adds rows for the guests until the transaction ends.
 */
async function lockDrawings(tx: Prisma.TransactionClient, guestIds: readonly string[]) {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM line WHERE writer_id = ANY(${[...guestIds]}::uuid[])
    ORDER BY id FOR UPDATE`;
  await tx.$queryRaw`
    SELECT 1 AS locked FROM prediction WHERE writer_id = ANY(${[...guestIds]}::uuid[])
    ORDER BY id FOR UPDATE`;
}

/** One whose name is taken gets the end of its id behind it. */
async function handOverAlphabets(
  tx: Prisma.TransactionClient,
  guestIds: readonly string[],
  to: string,
): Promise<void> {
  const moved = await tx.$executeRaw`
    UPDATE alphabet SET owner_id = ${to}::uuid, updated_at = now(), name = CASE
      WHEN EXISTS (
        SELECT FROM alphabet AS own
        WHERE own.owner_id = ${to}::uuid AND lower(own.name) = lower(alphabet.name)
      ) THEN name || ' ' || right(id::text, 4) ELSE name END
    WHERE owner_id = ANY(${[...guestIds]}::uuid[])`;
  if (moved > 0) await announceAlphabets(tx);
}

async function idleGuests(
  tx: Prisma.TransactionClient,
  { before, emptyBefore }: Idleness,
  rest: Prisma.Sql,
): Promise<string[]> {
  const seen = Prisma.sql`greatest("user".created_at, "user".last_seen_at,
    (SELECT max(session.updated_at) FROM session WHERE session.user_id = "user".id))`;
  const rows = await tx.$queryRaw<{ readonly id: string }[]>`
    SELECT "user".id::text FROM "user"
    WHERE "user".is_anonymous AND (
      ${seen} < ${before} OR (${seen} < ${emptyBefore} AND NOT EXISTS (
        SELECT 1 FROM prediction WHERE prediction.writer_id = "user".id
        UNION ALL SELECT 1 FROM line WHERE line.writer_id = "user".id
        UNION ALL SELECT 1 FROM alphabet WHERE alphabet.owner_id = "user".id))
    ) ${rest}`;
  return rows.map(({ id }) => id);
}

/** Years of drawings take a while. */
const PATIENT = { maxWait: 10_000, timeout: 60_000 };
