import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/database';
import type { Network } from '@inkling/recognition';
import { recordAudit } from '../../audit/record-audit.js';
import { PRISMA } from '../../database/database.module.js';
import { MEMORY_CHANNEL, ReplicaId } from '../../memory/memory-channel.js';

export interface MovedSample {
  readonly id: string;
  readonly network: Network;
}

@Injectable()
export class GuestsRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /**
   * Gives everything that a guest drew and said to a user, and removes the guest with their sessions: all
   * or nothing. Other replicas are told of each sample with the commit. Samples keep their revisions:
   * nothing that anybody said of them has changed.
   */
  move(guestId: string, userId: string): Promise<MovedSample[]> {
    return this.prisma.$transaction(async (tx) => {
      // In the order in which a correction takes them, so that the two can't wait for each other: the
      // drawings first. Then nobody adds rows for the guest until this ends.
      await tx.$queryRaw`
        SELECT 1 AS locked FROM prediction WHERE writer_id = ${guestId}::uuid ORDER BY id FOR UPDATE`;
      const guests = await tx.$queryRaw<unknown[]>`
        SELECT 1 AS found FROM "user" WHERE id = ${guestId}::uuid AND is_anonymous FOR UPDATE`;
      // Another request of the same browser was first.
      if (guests.length === 0) return [];
      const drawings = await tx.$executeRaw`
        UPDATE prediction SET writer_id = ${userId}::uuid WHERE writer_id = ${guestId}::uuid`;
      await tx.$executeRaw`
        UPDATE correction SET writer_id = ${userId}::uuid WHERE writer_id = ${guestId}::uuid`;
      const samples = await tx.$queryRaw<MovedSample[]>`
        UPDATE sample SET writer_id = ${userId}::uuid WHERE writer_id = ${guestId}::uuid
        RETURNING id::text, network`;
      await tx.$executeRaw`
        UPDATE sample_revision SET by_id = ${userId}::uuid WHERE by_id = ${guestId}::uuid`;
      await tx.$executeRaw`
        UPDATE prediction_count SET writer_id = ${userId}::uuid WHERE writer_id = ${guestId}::uuid`;
      await tx.$executeRaw`
        UPDATE prediction_latency SET writer_id = ${userId}::uuid WHERE writer_id = ${guestId}::uuid`;
      await tx.$executeRaw`
        UPDATE audit_entry SET by_id = ${userId}::uuid WHERE by_id = ${guestId}::uuid`;
      await tx.user.delete({ where: { id: guestId } });
      await recordAudit(tx, {
        byId: userId,
        action: 'user.keep-guest',
        subject: { type: 'user', id: userId },
        after: { drawings, samples: samples.length },
      });
      await tx.$executeRaw`
        SELECT pg_notify(${MEMORY_CHANNEL}, json_build_object(
          'sampleId', id, 'network', network, 'from', ${this.replica.value}::text)::text)
        FROM sample WHERE id = ANY(${samples.map(({ id }) => id)}::uuid[])`;
      return samples;
    }, PATIENT);
  }
}

/** Years of drawings take a while. */
const PATIENT = { maxWait: 10_000, timeout: 60_000 };
