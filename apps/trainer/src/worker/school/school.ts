import type { TrainingParameters } from '@inkling/contract';
import type { Part } from '@inkling/store/training';
import type { TrainingJob } from '@inkling/store';
import type { TrainerContext } from '../context.js';
import type { TrainerOptions } from '../options.js';
import type { JobResult } from '../job/job-folder.js';

/** What a job learns from and is measured on, at one moment. */
export interface Snapshot {
  /** The champion when it was taken. */
  readonly parentId: string;
  readonly samples: readonly { readonly part: Part }[];
  readonly fingerprint: string;
  /** Samples of the job that is repeated, or of the broken-off attempt, that were deleted since. */
  readonly missing: number;
  /** Samples that are like others on both sides. */
  readonly leftOut: number;
  /** Approved samples beyond those that a training learns from at most; of lines it learns from all. */
  readonly beyond?: number;
  /** Those of the samples' labels that are to get a class of their own; lines have none. */
  readonly symbols?: readonly string[];
}

/** How networks of a kind get from what was approved to a challenger. */
export interface School<S extends Snapshot = Snapshot> {
  readonly program: keyof TrainerOptions['programs'];
  /** Takes the snapshot of a job and writes it down with the job. */
  take(context: TrainerContext, job: TrainingJob): Promise<S>;
  /** Writes what the child process needs: it gets no access to the database. */
  write(
    context: TrainerContext,
    job: TrainingJob,
    snapshot: S,
    parameters: TrainingParameters,
    folder: string,
  ): Promise<void>;
  /** What the child process left. */
  readResult(folder: string): Promise<JobResult>;
}

export const sideOf = <T extends { readonly part: Part }>(samples: readonly T[], part: Part): T[] =>
  samples.filter((sample) => sample.part === part);
