import { trainingSettingsKey } from '@inkling/contract';
import { Inject, Injectable } from '@nestjs/common';
import { MEMORY_CHANNEL, Prisma, PrismaClient } from '@inkling/store';
import type { Network } from '@inkling/recognizer';
import { recordAudit } from '../../database/record-audit.js';
import { PRISMA } from '../../database/database.module.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';
import { announceAccess } from '../auth/access-news.repository.js';
import { endHandedOut } from '../users/handed-out.repository.js';
import { keepAnAdmin, lockAdmins } from '../users/last-admin.repository.js';

export interface Deleted {
  /** A line is one, however many characters its correction taught. */
  readonly drawings: number;
  readonly samples: readonly { readonly id: string; readonly network: Network }[];
  /** How many trainings used some of the samples or lines, the one that runs counted in. */
  readonly trainings: number;
}

/** Years of drawings take a while. */
const PATIENT = { maxWait: 10_000, timeout: 60_000 };

@Injectable()
export class DeletionRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /** @throws LastAdminError when no enabled admin would be left without them */
  keepAnAdmin(id: string): Promise<void> {
    return keepAnAdmin(this.prisma, id);
  }

  /**
   * Removes a person with all that is theirs: sessions, keys, drawings, pictures, corrections, samples with
   * their embeddings and what was said of them. Other replicas are told of each sample with the commit.
   * The audit log keeps what was done, and loses by whom.
   *
   * @param byId who does it: themselves, or an admin
   * @returns `undefined` when there is nobody of this id
   * @throws LastAdminError
   */
  deletePerson(id: string, byId: string): Promise<Deleted | undefined> {
    return this.prisma.$transaction(async (tx) => {
      await lockAdmins(tx);
      // In the order in which a correction takes them, so that the two can't wait for each other.
      await tx.$queryRaw`
        SELECT 1 AS locked FROM line WHERE writer_id = ${id}::uuid ORDER BY id FOR UPDATE`;
      await tx.$queryRaw`
        SELECT 1 AS locked FROM prediction WHERE writer_id = ${id}::uuid ORDER BY id FOR UPDATE`;
      const [person] = await tx.$queryRaw<{ role: string; email: string; disabled: boolean }[]>`
        SELECT role, email, disabled_at IS NOT NULL AS disabled
        FROM "user" WHERE id = ${id}::uuid FOR UPDATE`;
      if (!person) return undefined;
      if (person.role === 'admin' && !person.disabled) await keepAnAdmin(tx, id);
      await endHandedOut(tx, id);

      await recordAudit(tx, {
        byId,
        action: 'user.delete',
        subject: { type: 'user', id },
        before: { role: person.role },
      });
      await announceAccess(tx, id);
      const samples = await tx.sample.findMany({
        where: { writerId: id },
        select: { id: true, network: true },
      });
      const [{ trainings } = { trainings: 0 }] = await tx.$queryRaw<{ trainings: number }[]>`
        SELECT count(*)::int AS trainings FROM (
          SELECT job_id FROM training_sample JOIN sample ON sample.id = sample_id
          WHERE writer_id = ${id}::uuid AND part = 'train'
          UNION
          SELECT job_id FROM training_line JOIN line_correction ON line_correction.id = line_correction_id
          WHERE writer_id = ${id}::uuid AND part = 'train'
        ) AS jobs`;
      await tx.$executeRaw`
        SELECT pg_notify(${MEMORY_CHANNEL}, json_build_object(
          'sampleId', id, 'network', network, 'from', ${this.replica.value}::text)::text)
        FROM sample WHERE writer_id = ${id}::uuid`;
      await tx.$executeRaw`
        DELETE FROM sample_revision
        WHERE sample_id IN (SELECT id FROM sample WHERE writer_id = ${id}::uuid)`;
      await tx.sample.deleteMany({ where: { writerId: id } });
      const drawings =
        (await tx.prediction.count({ where: { writerId: id, lineId: null } })) +
        (await tx.line.count({ where: { writerId: id } }));
      await tx.prediction.deleteMany({ where: { writerId: id } });
      await tx.invitation.deleteMany({
        where: { setup: false, OR: [{ usedById: id }, { email: person.email }] },
      });
      // Links for a new password.
      await tx.verification.deleteMany({ where: { value: id } });
      await forgetName(tx, person.email);
      await tx.user.delete({ where: { id } });
      return {
        drawings,
        samples: samples.map((sample) => ({ id: sample.id, network: sample.network as Network })),
        trainings,
      };
    }, PATIENT);
  }
}

const SOMEBODY = 'A former admin';

/**
 * Texts that call somebody by name and address: who put a model into service (PromotionRepository), and why
 * automatic promotion rests, as in "Ann (ann@example.org) rolled digits back to version 3".
 */
async function forgetName(tx: Prisma.TransactionClient, email: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE service_period SET started_by = ${SOMEBODY}
    WHERE ${calls(Prisma.sql`started_by`, email)}`;
  const prefix = trainingSettingsKey('');
  await tx.$executeRaw`
    UPDATE setting SET value = jsonb_set(value, '{promotion,pausedBecause}',
      to_jsonb(${SOMEBODY} || substr(said, length(by) + 1)))
    FROM (
      SELECT key AS told, said,
        split_part(said, ' rolled ' || substr(key, length(${prefix}) + 1) || ' back to ', 1) AS by
      FROM setting, LATERAL (SELECT value #>> '{promotion,pausedBecause}' AS said) AS pause
      WHERE starts_with(key, ${prefix})
    ) AS pauses
    WHERE told = key AND ${calls(Prisma.sql`by`, email)}`;
}

/** By the whole address: another one may end with it, and a name may be anything. */
const calls = (by: Prisma.Sql, email: string): Prisma.Sql => {
  const behindName = ` (${email})`;
  return Prisma.sql`(${by} = ${email} OR right(${by}, length(${behindName})) = ${behindName})`;
};
