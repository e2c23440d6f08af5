import type { LayerAdam } from './layer-adam.js';
import type { KeptErrors } from './stopping.js';
import type { EpochResult } from './checkpoint.js';

/** How one step went, before the weights moved. */
export interface StepResult {
  /** Mean loss of the batch. */
  readonly loss: number;
  /** How many characters of the batch were read right. */
  readonly right: number;
  /** Of so many. */
  readonly of: number;
  /** Samples in the batch. */
  readonly count: number;
}

/** What a network is fine-tuned on, and how that is measured while it learns. */
export interface Lesson {
  readonly stepsPerEpoch: number;
  /**
   * The steps of one epoch, in order; each moves the weights unless the loss is no longer finite.
   *
   * @param seed decides order and chance
   */
  steps(seed: number): Iterable<(optimizer: LayerAdam, rate: number, step: number) => StepResult>;
  /** How the network, with the weights that it has now, does on what was kept. */
  measureKept(): KeptMeasured;
}

export interface KeptMeasured {
  readonly errors: KeptErrors;
  readonly figures: Pick<
    EpochResult,
    'keptError' | 'keptAccuracy' | 'replayError' | 'replayAccuracy'
  >;
}
