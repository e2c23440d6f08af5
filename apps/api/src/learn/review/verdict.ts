import type { Network, Task } from '@inkling/recognizer';
import type { SampleStatus } from './rows.js';

/** What a sample counts as, and whether it may teach everybody. */
export interface ReviewState {
  readonly status: SampleStatus;
  /** The reviewer's class, where it differs from the writer's. */
  readonly reviewerLabel: string | null;
}

/** A correction that nobody else can change until the transaction ends. */
export interface LockedCorrection extends ReviewState {
  readonly id: string;
  readonly sampleId: string;
  readonly network: Network;
  readonly task: Task;
  /** The writer's class. */
  readonly label: string;
  readonly revision: number;
}

/** What becomes of a correction's sample. */
export interface Verdict extends ReviewState {
  readonly correction: LockedCorrection;
}

/** What a sample of this class counts as. */
export const labelOf = (
  { label }: Pick<LockedCorrection, 'label'>,
  { reviewerLabel }: ReviewState,
): string => reviewerLabel ?? label;
