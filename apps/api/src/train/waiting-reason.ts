import type { Reason } from '@inkling/store/training';

/** A trainer process that was seen a moment ago. */
export interface LiveTrainer {
  readonly id: string;
  readonly canTrain: boolean;
}

export interface WaitingJob {
  readonly status: string;
  readonly network: string;
  readonly trainerId: string | null;
  /** What its trainer said when it let go of it. */
  readonly waitingFor: Reason | null;
}

/** A job that is being worked on. */
export interface RunningJob {
  readonly id: string;
  readonly network: string;
}

/** All that decides who waits for what. */
export interface TrainingState {
  readonly trainers: readonly LiveTrainer[];
  /** Why no job can be worked on at all, if that is so. */
  readonly problem: Reason | undefined;
  readonly running: readonly RunningJob[];
}

/** Why a job is not being worked on now; `null` when it is, is about to be, or has ended. */
export function waitingReason(
  job: WaitingJob,
  { trainers, problem, running }: TrainingState,
): Reason | null {
  if (job.status === 'running') {
    const isWorkedOn = trainers.some(({ id }) => id === job.trainerId);
    if (isWorkedOn) return null;
    const said = job.trainerId === null ? job.waitingFor : null;
    return problem ?? said ?? TRAINER_GONE;
  }
  if (job.status !== 'queued') return null;
  if (problem) return problem;
  const ahead = running.find(({ network }) => network === job.network);
  if (ahead) {
    return {
      code: 'job_running',
      detail: `Another job of ${job.network} is running (${ahead.id}); this one starts when that has ended.`,
    };
  }
  const able = trainers.filter(({ canTrain }) => canTrain).length;
  return running.length < able ? null : TRAINERS_BUSY;
}

/** What no trainer can write into the row of a job, for want of a trainer. */
const TOLD_BY_NOBODY: ReadonlySet<string> = new Set(['no_trainer', 'trainer_gone']);

/**
 * What the row of a job should say that it waits for, where trainers don't see to that: that there is
 * none, and, afterwards, that there is one again. All else they write themselves.
 *
 * @returns `undefined` when the row may stay as it is; `null` when it should say nothing
 */
export function reasonToNote(job: WaitingJob, state: TrainingState): Reason | null | undefined {
  if (job.status !== 'queued' && job.status !== 'running') return undefined;
  const reason = waitingReason(job, state);
  const isNews = reason?.code !== job.waitingFor?.code;
  const isOurs = [reason, job.waitingFor].some((one) => one && TOLD_BY_NOBODY.has(one.code));
  return isNews && isOurs ? reason : undefined;
}

const TRAINER_GONE: Reason = {
  code: 'trainer_gone',
  detail:
    'The trainer that worked on it does not answer any more; another takes it up within a minute, ' +
    'from its last complete epoch.',
};

const TRAINERS_BUSY: Reason = {
  code: 'trainers_busy',
  detail: 'Every trainer works on a job of another network; this one starts when one has ended.',
};
