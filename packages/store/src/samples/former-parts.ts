import type { Prisma } from '../generated/client.js';
import type { TrainedNetwork } from '@inkling/recognizer';
import type { Part } from './holdout.js';

/**
 * Where samples stood in the newest job that had them: what was trained on once must not measure.
 *
 * @returns by sample id
 */
export async function formerParts(
  prisma: Pick<Prisma.TransactionClient, '$queryRaw'>,
  network: TrainedNetwork,
): Promise<Map<string, Part>> {
  const rows = await prisma.$queryRaw<{ id: string; part: Part }[]>`
    SELECT DISTINCT ON (training_sample.sample_id)
      training_sample.sample_id AS id, training_sample.part::text AS part
    FROM training_sample JOIN training_job ON training_job.id = training_sample.job_id
    WHERE training_job.network = ${network}
    ORDER BY training_sample.sample_id, training_sample.job_id DESC`;
  return new Map(rows.map(({ id, part }) => [id, part]));
}

/** The same of corrected lines. */
export async function formerLineParts(
  prisma: Pick<Prisma.TransactionClient, '$queryRaw'>,
): Promise<Map<string, Part>> {
  const rows = await prisma.$queryRaw<{ id: string; part: Part }[]>`
    SELECT DISTINCT ON (line_correction_id) line_correction_id AS id, part::text AS part
    FROM training_line
    ORDER BY line_correction_id, job_id DESC`;
  return new Map(rows.map(({ id, part }) => [id, part]));
}
