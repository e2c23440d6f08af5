import type { TrainingSettings } from '@inkling/contract';
import { Prisma } from '../generated/client.js';
import { isLearnable } from './learnable.js';
import { LINES_NETWORK, type TrainedNetwork } from '@inkling/recognizer';

export interface Approvals {
  /** Samples approved since the last job of the network took its snapshot. */
  readonly count: number;
  /** Since the newest of them; 0 where there is none. */
  readonly quietMs: number;
}

/**
 * Approvals count by the moment a reviewer spoke, in the database's clock.
 *
 * @param symbols labels of those that get a class, see `learnableSymbols`
 */
export async function newApprovals(
  prisma: Pick<Prisma.TransactionClient, '$queryRaw'>,
  network: TrainedNetwork,
  symbols: readonly string[],
): Promise<Approvals> {
  const [row] = await prisma.$queryRaw<{ count: number; quiet: number | null }[]>`
    WITH approval AS (${approvalsOf(network, symbols)}), last_job AS (
      SELECT max(started_at) AS at FROM training_job
      WHERE network = ${network} AND repeat_of_id IS NULL
    )
    SELECT count(*)::int AS count,
      (extract(epoch FROM now() - max(approval.at)) * 1000)::float8 AS quiet
    FROM approval, last_job WHERE last_job.at IS NULL OR approval.at > last_job.at`;
  return { count: row?.count ?? 0, quietMs: row?.quiet ?? 0 };
}

/** When each was approved, the last time. */
const approvalsOf = (network: TrainedNetwork, symbols: readonly string[]): Prisma.Sql =>
  network === LINES_NETWORK
    ? Prisma.sql`
      SELECT correction.id, max(revision.created_at) AS at
      FROM line_correction AS correction
        JOIN line_revision AS revision ON revision.line_correction_id = correction.id
      WHERE correction.status = 'approved' AND revision.status = 'approved'
      GROUP BY correction.id`
    : Prisma.sql`
      SELECT sample.id, max(revision.created_at) AS at
      FROM sample JOIN sample_revision AS revision ON revision.sample_id = sample.id
      WHERE ${isLearnable(network, symbols)} AND revision.status = 'approved'
      GROUP BY sample.id`;

/** Whether approvals are enough, and have come to rest. */
export const isDue = (
  { count, quietMs }: Approvals,
  { enabled, samples, quietMinutes }: TrainingSettings['threshold'],
): boolean => enabled && count >= samples && quietMs >= quietMinutes * 60_000;
