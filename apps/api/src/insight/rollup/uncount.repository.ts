import type { Prisma } from '@inkling/database';

/**
 * Takes a prediction that is about to be deleted out of the counts, if it is in them: a drawing that was
 * continued counts once. Other deletions leave the counts as they are.
 */
export async function uncount(
  tx: Prisma.TransactionClient,
  predictionId: string,
  writerId: string | null,
): Promise<void> {
  // Nothing is rolled up until the transaction ends.
  await tx.$queryRaw`SELECT id FROM prediction_rollup FOR UPDATE`;
  await tx.$executeRaw`
    WITH gone AS (
      SELECT date_bin('15 minutes', created_at, 'epoch') AS slot, model_version_id, writer_id,
        decided_by, latency_bin(timings) AS bin, decided_by_sample_id
      FROM prediction
      WHERE id = ${predictionId}::uuid AND writer_id = ${writerId}::uuid AND NOT corrected
        AND created_at < (SELECT rolled_until FROM prediction_rollup)
      FOR UPDATE
    ), counts AS (
      INSERT INTO prediction_count (slot, model_version_id, writer_id, predictions, by_memory)
      SELECT slot, model_version_id, writer_id, -1, CASE decided_by WHEN 'memory' THEN -1 ELSE 0 END
      FROM gone
    ), latencies AS (
      INSERT INTO prediction_latency (slot, model_version_id, writer_id, bin, predictions)
      SELECT slot, model_version_id, writer_id, bin, -1 FROM gone WHERE bin IS NOT NULL
    )
    UPDATE sample_decision SET predictions = sample_decision.predictions - 1
    FROM gone, sample
    WHERE sample.id = gone.decided_by_sample_id AND sample_decision.sample_id = sample.id
      AND sample_decision.own = (gone.writer_id IS NOT DISTINCT FROM sample.writer_id)`;
}
