import type { TrainedNetwork } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';

export const noModel = (network: TrainedNetwork): ProblemError =>
  new ProblemError(
    'no_model',
    `No model for "${network}" is loaded. Put one into the models folder and start again.`,
  );
