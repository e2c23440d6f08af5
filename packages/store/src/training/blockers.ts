import type { TrainedNetwork } from '@inkling/recognizer';
import type { Reason } from './trainers.js';

/** Why a job of a network can't start from what there is: as the page says before, and the job when it fails. */
export const blockers = {
  noModel: (network: TrainedNetwork): Reason => ({
    code: 'no_model',
    detail: `No version of ${network} is in service, so there is none to start from.`,
  }),
  nothingApproved: (network: TrainedNetwork): Reason => ({
    code: 'nothing_approved',
    detail: `There are no approved samples of ${network}: approve corrections first.`,
  }),
  /** @param approved how many there are, none of which may be trained on */
  onlyHoldout: (network: TrainedNetwork, approved: number): Reason => ({
    code: 'only_holdout',
    detail: `All approved samples of ${network} (${approved}) are among the one in five that only measure: approve more.`,
  }),
} as const;
