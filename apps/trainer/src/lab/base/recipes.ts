import type { Network } from '@inkling/recognizer';
import type { SignLesson } from '../../learn/signs/with-signs.js';
import type { TrainingSettings } from '../../learn/training/train.js';

/** How a base network is trained. */
export interface BaseRecipe {
  readonly settings: Omit<TrainingSettings, 'seed'>;
  /** How often an ink is shown in an epoch. */
  readonly inkRepeats: { readonly digit: number; readonly letter: number };
  /** Inks of each way to write digits that is rare in the data. */
  readonly rareHands: number;
  /** How embeddings learn to tell signs apart that are none of the classes; only the network that teaches signs does. */
  readonly signs?: SignLesson;
  readonly description: string;
}

export const BASE_RECIPES: Readonly<Record<Network, BaseRecipe>> = {
  digits: {
    settings: {
      epochs: 16,
      batchSize: 128,
      learningRate: 2e-3,
      weightDecay: 0.01,
      labelSmoothing: 0.03,
    },
    inkRepeats: { digit: 8, letter: 0 },
    rareHands: 200,
    description: 'Plain CNN, six convolutions (32 to 80 filters), batch normalisation, dropout.',
  },
  characters: {
    settings: {
      epochs: 12,
      batchSize: 128,
      learningRate: 2e-3,
      weightDecay: 0.01,
      labelSmoothing: 0.05,
    },
    // UNIPEN has ten letters for each digit: alone, a 0 would always be read as an O.
    inkRepeats: { digit: 8, letter: 1 },
    rareHands: 200,
    signs: { signs: 20, drawings: 2, weight: 1 },
    description:
      'Residual network, twelve convolutions (32 to 192 filters), batch normalisation, dropout.',
  },
};
