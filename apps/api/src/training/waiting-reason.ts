/** Why something does not happen, as a stable code and a sentence that says what to do. */
export interface Reason {
  readonly code: string;
  readonly detail: string;
}

/** A trainer process that was seen a moment ago. */
export interface LiveTrainer {
  readonly id: string;
  /** Why it can't train. */
  readonly problem: Reason | undefined;
}

export interface WaitingJob {
  readonly status: string;
  readonly network: string;
  readonly trainerId: string | null;
}

/** A job that is being worked on. */
export interface RunningJob {
  readonly id: string;
  readonly network: string;
}

const NO_TRAINER: Reason = {
  code: 'no_trainer',
  detail:
    'No trainer is running. Corrections are kept and training jobs wait until one is: ' +
    'start Inkling again with `npm start`, or the service `trainer` where it runs in containers.',
};

/** Why no job can be worked on at all; `undefined` when some trainer can. */
export function trainerProblem(trainers: readonly LiveTrainer[]): Reason | undefined {
  if (trainers.some(({ problem }) => !problem)) return undefined;
  return trainers[0]?.problem ?? NO_TRAINER;
}

/** Why a job is not being worked on now; `null` when it is, is about to be, or has ended. */
export function waitingReason(
  job: WaitingJob,
  trainers: readonly LiveTrainer[],
  running: readonly RunningJob[],
): Reason | null {
  if (job.status === 'running') {
    const isWorkedOn = trainers.some(({ id }) => id === job.trainerId);
    return isWorkedOn ? null : (trainerProblem(trainers) ?? TRAINER_GONE);
  }
  if (job.status !== 'queued') return null;
  const problem = trainerProblem(trainers);
  if (problem) return problem;
  const ahead = running.find(({ network }) => network === job.network);
  if (ahead) {
    return {
      code: 'job_running',
      detail: `Another job of ${job.network} is running (${ahead.id}); this one starts when that has ended.`,
    };
  }
  const able = trainers.filter((trainer) => !trainer.problem).length;
  return running.length < able ? null : TRAINERS_BUSY;
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
