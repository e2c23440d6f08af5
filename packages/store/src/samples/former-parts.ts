import type { Prisma } from '../generated/client.js';
import type { Part } from './holdout.js';

/**
 * Where corrected lines stood in the newest job that had them: what was trained on once must not measure.
 *
 * @returns by the correction's id
 */
export async function formerLineParts(
  prisma: Pick<Prisma.TransactionClient, '$queryRaw'>,
): Promise<Map<string, Part>> {
  const rows = await prisma.$queryRaw<{ id: string; part: Part }[]>`
    SELECT DISTINCT ON (line_correction_id) line_correction_id AS id, part::text AS part
    FROM training_line
    ORDER BY line_correction_id, job_id DESC`;
  return new Map(rows.map(({ id, part }) => [id, part]));
}
