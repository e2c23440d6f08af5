import type { Network } from '@inkling/recognizer';
import type { WarpLimits } from '../augmentation/warp.js';

/** What is fixed for a network's fine-tuning; docs/fine-tuning.md tells how it was chosen. */
export interface Recipe {
  /**
   * Share of the learning rate that a stage of the network gets, by the beginning of its layers' names;
   * 0 freezes it.
   */
  readonly stages: Readonly<Record<string, number>>;
  /**
   * `inference`: the champion's batch-norm statistics stay as they are and there is no dropout;
   * `training`: statistics follow the batches, with dropout.
   */
  readonly batchNorm: 'inference' | 'training';
  /** Share of the steps over which the learning rate rises to its peak. */
  readonly warmUp: number;
  /** Pull towards the champion's weights: a step goes back by rate times this (L2-SP, Li et al. 2018). */
  readonly pull: number;
  /**
   * Adam's ε: weights whose gradients are small beside it hardly move, instead of as far as all others.
   */
  readonly epsilon: number;
  /** Taken from a correction's label and spread over all classes. */
  readonly labelSmoothing: number;
  /** Share of the champion's own answer in the target of a replayed sample (LwF, Li and Hoiem 2016). */
  readonly distillation: number;
  /**
   * How far the result goes from the champion to the fine-tuned weights, 0..1: a straight line
   * between both (WiSE-FT, Wortsman et al. 2022).
   */
  readonly interpolation: number;
  /** Share of the corrections kept for early stopping. */
  readonly keptShare: number;
  /** Training ends after this many epochs without a better one. */
  readonly patience: number;
  /** How far a correction is turned, bent and moved each time it is shown. */
  readonly warp: WarpLimits;
  /** Probability that a shown correction gets another pen width. */
  readonly penChange: number;
}

const WARP: WarpLimits = { rotation: 0.14, shear: 0.15, scale: 0.1, shiftPx: 1.2, elasticPx: 0.7 };

const COMMON: Omit<Recipe, 'stages' | 'interpolation'> = {
  batchNorm: 'inference',
  warmUp: 0.1,
  pull: 0,
  epsilon: 1e-4,
  labelSmoothing: 0,
  distillation: 1,
  keptShare: 0.1,
  patience: 4,
  warp: WARP,
  penChange: 0.4,
};

export const RECIPES: Readonly<Record<Network, Recipe>> = {
  digits: {
    stages: {
      conv1: 0,
      conv2: 0,
      conv3: 0.3,
      conv4: 0.3,
      conv5: 1,
      conv6: 1,
      features: 1,
      embedding: 1,
      logits: 1,
    },
    interpolation: 0.7,
    ...COMMON,
  },
  characters: {
    stages: {
      stem: 0,
      block1: 0.3,
      block2: 0.3,
      block3: 1,
      block4: 1,
      block5: 1,
      features: 1,
      embedding: 1,
      logits: 1,
    },
    interpolation: 0.4,
    ...COMMON,
  },
};

/**
 * The share of the learning rate that a layer's weights get.
 *
 * @throws Error when no stage of the recipe names the layer
 */
export function rateOfLayer(stages: Recipe['stages'], layerName: string): number {
  const stage = Object.keys(stages)
    .filter((prefix) => layerName.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
  if (stage === undefined) throw new Error(`No stage of the recipe holds the layer ${layerName}.`);
  return stages[stage]!;
}
