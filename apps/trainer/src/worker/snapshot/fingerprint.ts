import { createHash } from 'node:crypto';
import type { Part } from '@inkling/store/training';

/** One sample of a snapshot, as it is kept with the job. */
export interface SnapshotSample {
  readonly sampleId: string;
  readonly revision: number;
  /** The class that is trained: the reviewer's label, or else the writer's. */
  readonly label: string;
  readonly part: Part;
}

/** SHA-256 over the samples in the order of their ids, a line each: the same data, the same fingerprint. */
export function fingerprintOf(samples: readonly SnapshotSample[]): string {
  const lines = samples.map(
    ({ sampleId, revision, label, part }) => `${sampleId}:${revision}:${label}:${part}\n`,
  );
  return createHash('sha256').update(lines.sort().join('')).digest('hex');
}
