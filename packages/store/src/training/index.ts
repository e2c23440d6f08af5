export { blockers } from './blockers.js';
export { QUEUE_NAME } from './queue-name.js';
export { QUEUE_SCHEMA, type QueueSettings } from '../queue/connection.js';
export { createTrainingQueue, type TrainingQueue } from './training-queue.js';
export {
  createTrainingWorker,
  DEFAULT_WORKER_TIMINGS,
  type Outcome,
  type TrainingHandlers,
  type TrainingWorker,
  type WorkerTimings,
} from './training-worker.js';
export { requestTraining, TrainingRequestError, type TrainingWish } from './request-training.js';
export { cancelTraining } from './cancel-training.js';
export { cronProblem, nextTimeOf } from './cron.js';
export { enqueueOrphans } from './enqueue-orphans.js';
export { addEvent, announceJob } from './events.js';
export { trainingJobOf } from './job-row.js';
export { trainerProblem, TRAINER_GONE_AFTER_MS, type Reason } from './trainers.js';
export {
  changeTrainingSettings,
  pauseAutomaticPromotion,
  promotesByItself,
  readTrainingSettings,
} from './settings.js';
export { TRAINING_CHANNEL } from './training-channel.js';
export {
  HOLDOUT_ONE_IN,
  Placement,
  placeSamples,
  type DrawnSample,
  type Part,
  type Placed,
} from '../samples/holdout.js';
export { formerLineParts } from '../samples/former-parts.js';
export {
  beyondLearnt,
  learntSamples,
  samplesOfJob,
  type LearntSample,
} from '../samples/learnt-samples.js';
export { placeLines, type SaidLine } from '../samples/line-holdout.js';
export { isDue, newApprovals, type Approvals } from '../samples/approvals.js';
export { countLearnable, isLearnable } from '../samples/learnable.js';
export { learnableSymbols, type LearnableSymbol } from './learnable-symbols.js';
