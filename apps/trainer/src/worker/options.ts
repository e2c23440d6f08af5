import {
  DEFAULT_WORKER_TIMINGS,
  TRAINER_GONE_AFTER_MS,
  type WorkerTimings,
} from '@inkling/store/training';

/** How the trainer goes about things; tests make it hurry. */
export interface TrainerOptions {
  readonly worker: WorkerTimings;
  /** Between two signs of life. */
  readonly heartbeatMs: number;
  /** A trainer without a sign of life for so long is gone, and its job free. */
  readonly goneAfterMs: number;
  /** Between two looks for a wish to cancel, while a job is worked on. */
  readonly cancelPollMs: number;
  /** Before a job that has to wait is looked at again. */
  readonly waitMs: number;
  /** Between two looks at settings, approvals, and rows that the queue lacks. */
  readonly pollMs: number;
  /** Between two tries to load libtensorflow where it is missing. */
  readonly tensorflowRetryMs: number;
  /** How long replicas may take to serve a new champion before the job ends all the same. */
  readonly replicasWithinMs: number;
  /** Programs of the child processes. */
  readonly programs: {
    readonly train: URL;
    readonly trainLines: URL;
    readonly embed: URL;
    readonly checkTensorflow: URL;
  };
}

/** Built files end in .js; tests run the sources. */
const program = (name: string): URL =>
  new URL(`./job/${name}${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

export const DEFAULT_OPTIONS: TrainerOptions = {
  worker: DEFAULT_WORKER_TIMINGS,
  heartbeatMs: 3000,
  goneAfterMs: TRAINER_GONE_AFTER_MS,
  cancelPollMs: 500,
  waitMs: 2000,
  pollMs: 15_000,
  tensorflowRetryMs: 60_000,
  replicasWithinMs: 30_000,
  programs: {
    train: program('run-job'),
    trainLines: program('run-lines-job'),
    embed: program('embed'),
    checkTensorflow: program('check-tensorflow'),
  },
};

/** A job that has failed so often is given up. */
export const MOST_ATTEMPTS = 3;
