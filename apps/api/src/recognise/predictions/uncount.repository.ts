import type { Prisma } from '@inkling/store';

/** Nothing is rolled up until the transaction ends. Taken before any prediction is locked. */
export async function holdRollup(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$queryRaw`SELECT id FROM prediction_rollup FOR UPDATE`;
}

/**
 * Takes predictions that are about to be deleted out of the counts, as far as they are in them: a drawing
 * that was continued counts once, and one that its writer deleted not at all. Retention and the deletion
 * of a person leave the counts as they are. Call `holdRollup` first.
 */
export async function uncount(
  tx: Prisma.TransactionClient,
  predictionIds: readonly string[],
  writerId: string | null,
): Promise<void> {
  await tx.$executeRaw`
    WITH gone AS (
      SELECT date_bin('15 minutes', created_at, 'epoch') AS slot, model_version_id, writer_id,
        decided_by, latency_bin(timings) AS bin, decided_by_sample_id
      FROM prediction
      WHERE id = ANY(${predictionIds}::uuid[]) AND writer_id = ${writerId}::uuid AND NOT corrected
        AND answered_by IS NULL AND created_at < (SELECT rolled_until FROM prediction_rollup)
      FOR UPDATE
    ), counts AS (
      INSERT INTO prediction_count (slot, model_version_id, writer_id, predictions, by_memory)
      SELECT slot, model_version_id, writer_id, -1, CASE decided_by WHEN 'memory' THEN -1 ELSE 0 END
      FROM gone
    ), latencies AS (
      INSERT INTO prediction_latency (slot, model_version_id, writer_id, bin, predictions)
      SELECT slot, model_version_id, writer_id, bin, -1 FROM gone WHERE bin IS NOT NULL
    )
    UPDATE sample_decision SET predictions = sample_decision.predictions - undone.predictions
    FROM (
      SELECT sample.id AS sample_id, gone.writer_id IS NOT DISTINCT FROM sample.writer_id AS own,
        count(*)::int AS predictions
      FROM gone JOIN sample ON sample.id = gone.decided_by_sample_id
      GROUP BY 1, 2
    ) AS undone
    WHERE sample_decision.sample_id = undone.sample_id AND sample_decision.own = undone.own`;
}
