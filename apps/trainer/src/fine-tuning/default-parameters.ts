import type { TrainingParameters } from '@inkling/contract';
import type { Network } from '@inkling/recognition';

/** What a job uses where it says nothing else, chosen on validation writers: docs/fine-tuning.md. */
export const DEFAULT_PARAMETERS: Readonly<Record<Network, TrainingParameters>> = {
  digits: { epochs: 10, learningRate: 1e-3, replayRatio: 4, batchSize: 64, seed: 1 },
  characters: { epochs: 10, learningRate: 1e-3, replayRatio: 4, batchSize: 64, seed: 1 },
};
