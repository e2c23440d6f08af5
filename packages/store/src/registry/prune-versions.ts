import type { Prisma, PrismaClient } from '../generated/client.js';
import { SERVICE_LOCK } from './promote-version.js';

export interface Pruned {
  /** Numbers of the versions that lost their file. */
  readonly versions: readonly number[];
  /** What their files took. */
  readonly bytes: number;
  /** Embeddings that were removed. */
  readonly embeddings: number;
}

/** A rollback to one of these needs no embedding anew; those of older champions can be made again. */
const CHAMPIONS_WITH_EMBEDDINGS = 2;

/** Rows deleted by one statement: short ones let others work between. */
const EMBEDDINGS_AT_ONCE = 5000;

/**
 * Removes what old versions of a network take up. Rows, cards and gate reports stay; files go, except
 * those of the newest `keep` versions, of every version that was champion, of the shipped ones, and of
 * parents and challengers of jobs that are not over. Embeddings of versions that can't come back soon
 * go, too: of pruned, rejected and long retired ones.
 *
 * Postgres gives the room to new rows by itself (autovacuum); only `VACUUM FULL` would give it back to
 * the disk.
 *
 * @param keep at least 1
 * @throws RangeError
 */
export async function pruneVersions(
  prisma: PrismaClient,
  network: string,
  keep: number,
): Promise<Pruned> {
  if (!Number.isInteger(keep) || keep < 1) {
    throw new RangeError(`expected to keep at least 1 version, not ${keep}`);
  }
  const files = await prisma.$transaction((tx) => pruneFiles(tx, network, keep), {
    timeout: 60_000,
    maxWait: 10_000,
  });
  let embeddings = 0;
  for (;;) {
    const deleted = await prisma.$transaction((tx) => pruneEmbeddings(tx, network), {
      timeout: 60_000,
      maxWait: 10_000,
    });
    embeddings += deleted;
    if (deleted < EMBEDDINGS_AT_ONCE) return { ...files, embeddings };
  }
}

async function pruneFiles(
  tx: Prisma.TransactionClient,
  network: string,
  keep: number,
): Promise<Omit<Pruned, 'embeddings'>> {
  // Nothing is promoted meanwhile, and two that prune don't meet.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SERVICE_LOCK})`;
  const rows = await tx.$queryRaw<{ version: number; sha256: string; size: number }[]>`
    WITH judged AS (
      SELECT v.id, v.version, v.network, v.sha256,
        v.network <> ${network}
        OR row_number() OVER (PARTITION BY v.network ORDER BY v.version DESC) <= ${keep}::int
        OR v.status = 'champion'
        OR v.origin = 'shipped'
        OR EXISTS (SELECT 1 FROM service_period p WHERE p.model_version_id = v.id)
        OR EXISTS (
          SELECT 1 FROM training_job j
          WHERE j.status IN ('queued', 'running') AND v.id IN (j.parent_id, j.challenger_id)
        ) AS kept
      FROM model_version v
    )
    SELECT j.version, j.sha256, f.size
    FROM judged j JOIN model_file f ON f.sha256 = j.sha256
    WHERE NOT j.kept AND f.pruned_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM judged k WHERE k.sha256 = j.sha256 AND k.kept)
    ORDER BY j.version`;
  const sizes = new Map(rows.map(({ sha256, size }) => [sha256, size]));
  await tx.modelFile.updateMany({
    where: { sha256: { in: [...sizes.keys()] } },
    data: { bytes: null, prunedAt: new Date() },
  });
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return { versions: rows.map(({ version }) => version), bytes };
}

/** @returns how many; at most EMBEDDINGS_AT_ONCE */
async function pruneEmbeddings(tx: Prisma.TransactionClient, network: string): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SERVICE_LOCK})`;
  return tx.$executeRaw`
    WITH champions AS (
      SELECT p.model_version_id AS id, max(p.started_at) AS started_at
      FROM service_period p JOIN model_version v ON v.id = p.model_version_id
      WHERE v.network = ${network}
      GROUP BY p.model_version_id
      ORDER BY 2 DESC
      LIMIT ${CHAMPIONS_WITH_EMBEDDINGS}::int
    ), unneeded AS (
      SELECT v.id
      FROM model_version v JOIN model_file f ON f.sha256 = v.sha256
      WHERE v.network = ${network}
        AND v.id NOT IN (SELECT id FROM champions)
        AND (v.status IN ('rejected', 'retired') OR f.pruned_at IS NOT NULL)
        AND v.status <> 'champion'
        AND NOT EXISTS (
          SELECT 1 FROM training_job j WHERE j.status = 'running' AND j.challenger_id = v.id
        )
    )
    DELETE FROM sample_embedding e USING (
      SELECT sample_id, model_version_id FROM sample_embedding
      WHERE model_version_id IN (SELECT id FROM unneeded)
      LIMIT ${EMBEDDINGS_AT_ONCE}::int
    ) gone
    WHERE e.sample_id = gone.sample_id AND e.model_version_id = gone.model_version_id`;
}
