import { newId, type Prisma, SERVICE_LOCK, storeModelFile, type TrainingJob } from '@inkling/store';
import type { JobResult } from '../job/job-folder.js';

/**
 * Adds a challenger to its network's versions, with its file. The gate's report decides whether it is a
 * candidate or rejected.
 *
 * @returns its id
 */
export async function registerChallenger(
  tx: Prisma.TransactionClient,
  { network, parentId, fingerprint }: TrainingJob,
  { challenger: { onnx, card }, report }: JobResult,
): Promise<{ readonly id: string; readonly version: number }> {
  // Everybody who numbers versions holds this lock.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SERVICE_LOCK})`;
  const sha256 = await storeModelFile(tx, onnx);
  const newest = await tx.modelVersion.aggregate({ where: { network }, _max: { version: true } });
  const id = newId();
  const version = (newest._max.version ?? 0) + 1;
  await tx.modelVersion.create({
    data: {
      id,
      network,
      version,
      status: report.passed ? 'candidate' : 'rejected',
      origin: 'trained',
      parentId,
      sha256,
      card,
      fingerprint,
      gate: report,
    },
  });
  return { id, version };
}
