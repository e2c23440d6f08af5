import type { TrainedNetwork } from '@inkling/recognizer';
import { blockers, type Part } from '@inkling/store/training';
import { UnrecoverableError } from '../errors.js';

interface Taken {
  readonly samples: readonly { readonly part: Part }[];
  /** Those that were deleted since they were written down. */
  readonly missing: number;
}

/**
 * Of what was approved, of an earlier job, or of a job that is taken up again and whose samples were deleted meanwhile.
 *
 * @throws UnrecoverableError when there is nothing to learn from: the champion itself would be judged, and pass
 */
export function requireSomething(network: TrainedNetwork, { samples, missing }: Taken): void {
  if (samples.some(({ part }) => part === 'train')) return;
  if (missing > 0) {
    throw new UnrecoverableError('All samples that this job was to learn from were deleted.');
  }
  throw new UnrecoverableError(
    samples.length > 0
      ? blockers.onlyHoldout(network, samples.length).detail
      : blockers.nothingApproved(network).detail,
  );
}
