import { TRAINING_PHASES, type TrainingJob } from '@inkling/contract';

type Moment = Pick<TrainingJob, 'status' | 'attempts' | 'phase'>;

const STAGES: Readonly<Record<TrainingJob['status'], number>> = {
  queued: 0,
  running: 1,
  completed: 2,
  failed: 2,
  cancelled: 2,
};

/**
 * Whether one picture of a job is of an earlier moment than another. A stream tells a job's life from its
 * beginning; what is long past must not be shown as the present. A job that was let go of is queued again, in
 * a later attempt.
 */
export function isEarlier(one: Moment, other: Moment): boolean {
  if (STAGES[one.status] === 2 || STAGES[other.status] === 2) {
    return STAGES[one.status] < STAGES[other.status];
  }
  if (one.attempts !== other.attempts) return one.attempts < other.attempts;
  if (one.status !== other.status) {
    // Handed back, it waits with the attempts that it has had.
    return one.attempts === 0 && STAGES[one.status] < STAGES[other.status];
  }
  const at = (phase: Moment['phase']) => (phase === null ? -1 : TRAINING_PHASES.indexOf(phase));
  return at(one.phase) < at(other.phase);
}

/** All known jobs, newest first, with the first page as it is now; pages that were loaded before stay below it. */
export function withFirstPage<Job extends { readonly id: string }>(
  known: readonly Job[],
  page: readonly Job[],
): readonly Job[] {
  const last = page.at(-1)?.id;
  // Ids are in the order of time.
  return last === undefined ? [] : [...page, ...known.filter(({ id }) => id < last)];
}
