import type { EpochsRecipe } from '../fine-tuning/run-epochs.js';

/** What is fixed for the fine-tuning of a network for lines; docs/fine-tuning.md tells how it was chosen. */
export interface LineRecipe extends EpochsRecipe {
  /** Share of the corrections kept for early stopping. */
  readonly keptShare: number;
}

export const LINE_RECIPE: LineRecipe = {
  // How ink looks is known; how somebody forms and joins letters is not.
  stages: {
    conv1: 0,
    conv2: 0,
    conv3: 0,
    conv4: 0.3,
    conv5: 0.3,
    conv6: 1,
    conv7: 1,
    block: 1,
    logits: 1,
  },
  pull: 0,
  epsilon: 1e-6,
  warmUp: 0.1,
  interpolation: 0.7,
  patience: 4,
  keptShare: 0.1,
};
