export {
  createClient,
  type CallOptions,
  type Client,
  type ClientOptions,
  type CorrectionOptions,
} from './create-client.js';
export type {
  AnswerOf,
  Api,
  Correction,
  FilterOf,
  ItemOf,
  Line,
  LineCorrection,
  LineOptions,
  ListPath,
  Prediction,
  PredictionOptions,
  TrainingJob,
} from './api-types.js';
export type { paths } from './generated/schema.js';
export { newDeviceId } from './device-id.js';
export type { Drawing, Ink, Point } from './drawing.js';
export type { JobEvent, JobEventsOptions } from './job-events.js';
export { ProblemError, type CurrentCorrection, type FieldProblem } from './problem-error.js';
export { UnreachableError } from './unreachable-error.js';
