import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';
import { z } from 'zod';
import { PRISMA } from '../../database/database.module.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';

/** What a replica serves and what it can't: a version's id and a reason, by network. */
export interface ReplicaState {
  readonly serving: Readonly<Partial<Record<TrainedNetwork, string>>>;
  readonly failures: Readonly<Partial<Record<TrainedNetwork, string>>>;
}

export interface OtherReplica {
  readonly host: string;
  readonly pid: number;
  readonly failures: ReplicaState['failures'];
}

/** Replicas write every 2 s; whoever waits for them stops doing so after this. */
export const REPLICA_GONE_AFTER_S = 10;

/** Rows of replicas that ended without a word. */
const FORGOTTEN_AFTER_S = 600;

const failuresSchema = z.partialRecord(z.enum(TRAINED_NETWORKS), z.string());

@Injectable()
export class ReplicasRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /** By the clock of the database, the one that all share. */
  async beat({ serving, failures }: ReplicaState): Promise<void> {
    await this.prisma.$executeRaw`
      INSERT INTO replica (id, host, pid, seen_at, serving, failures)
      VALUES (${this.replica.value}::uuid, ${hostname()}, ${process.pid}::int, now(),
        ${JSON.stringify(serving)}::jsonb, ${JSON.stringify(failures)}::jsonb)
      ON CONFLICT (id) DO UPDATE
      SET seen_at = now(), serving = excluded.serving, failures = excluded.failures`;
  }

  /** When it ends: nobody is to wait for it. */
  async leave(): Promise<void> {
    await this.prisma.replica.deleteMany({ where: { id: this.replica.value } });
  }

  async forgetOld(): Promise<void> {
    await this.prisma.$executeRaw`
      DELETE FROM replica WHERE seen_at < now() - make_interval(secs => ${FORGOTTEN_AFTER_S})`;
  }

  /** Other replicas that run, and have a network whose champion they can't serve. */
  async othersWithFailures(): Promise<OtherReplica[]> {
    const rows = await this.prisma.$queryRaw<{ host: string; pid: number; failures: unknown }[]>`
      SELECT host, pid, failures FROM replica
      WHERE id <> ${this.replica.value}::uuid AND failures <> '{}'::jsonb
        AND seen_at > now() - make_interval(secs => ${REPLICA_GONE_AFTER_S})
      ORDER BY started_at`;
    return rows.map(({ host, pid, failures }) => ({
      host,
      pid,
      failures: failuresSchema.parse(failures),
    }));
  }
}
