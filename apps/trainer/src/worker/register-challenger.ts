import type { TrainedNetwork } from '@inkling/recognizer';
import { registerVersion, storeModelFile, type Prisma, type TrainingJob } from '@inkling/store';
import type { JobResult } from './job/job-folder.js';

/**
 * Adds a challenger to its network's versions, with its file. The gate's report decides whether it is a
 * candidate or rejected.
 */
export async function registerChallenger(
  tx: Prisma.TransactionClient,
  { network, parentId, startFromId, fingerprint }: TrainingJob,
  { challenger: { onnx, card }, report }: JobResult,
): Promise<{ readonly id: string; readonly version: number }> {
  const sha256 = await storeModelFile(tx, onnx);
  return registerVersion(tx, {
    network: network as TrainedNetwork,
    status: report.passed ? 'candidate' : 'rejected',
    origin: 'trained',
    parentId: startFromId ?? parentId,
    sha256,
    card,
    fingerprint,
    gate: report,
  });
}
