import { createHash } from 'node:crypto';
import { GLYPH_SIDE, NORMALISATION_VERSION } from '@inkling/ink';
import { LIKENESS_KINDS } from '@inkling/recognizer';
import type { LikenessCard } from '@inkling/recognizer/card';
import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LikenessData } from '../../judge/likeness/likeness-sets.js';
import type { TrainingSettings } from '../../learn/training/train.js';

/** The card of a likeness network and its file. */
export function createLikenessCard(
  model: LayersModel,
  onnx: Uint8Array,
  {
    training,
    limits,
    figures,
    leftOut,
  }: Pick<LikenessCard, 'training' | 'limits' | 'figures'> & {
    readonly leftOut: readonly string[];
  },
): LikenessCard {
  return {
    cardVersion: 1,
    name: 'inkling-likeness',
    description:
      'Small CNN, five convolutions (16 to 64 filters): a digit, a letter, several, or none.',
    createdAt: new Date().toISOString(),
    kinds: [...LIKENESS_KINDS],
    input: {
      shape: [1, GLYPH_SIDE, GLYPH_SIDE],
      range: [0, 1],
      normalisation: NORMALISATION_VERSION,
    },
    parameters: model.countParams(),
    file: { sha256: createHash('sha256').update(onnx).digest('hex'), bytes: onnx.length },
    training,
    limits,
    figures,
    leftOut: [...leftOut],
  };
}

/** How it was made, for its card. */
export function trainingOf(
  data: LikenessData,
  settings: TrainingSettings,
  steps: number,
  seconds: number,
): LikenessCard['training'] {
  return {
    data: [
      {
        name: 'EMNIST train pool, MNIST train',
        samples: data.sources.pictures.count,
        licence: 'U.S. government work (NIST SD 19)',
      },
      {
        name: 'UNIPEN train_r01_v07: characters, words and signs of training writers',
        samples: data.sources.ink.length + data.sources.words.length + data.sources.signs.length,
        licence: 'CC BY 4.0',
      },
      {
        name: 'Omniglot background set, without what looks like a character',
        samples: data.sources.foreign.names.length,
        licence: 'MIT',
      },
      {
        name: 'Doodles drawn by apps/trainer/src/learn/likeness/doodles',
        samples: 0,
        licence: 'MIT',
      },
    ],
    seed: settings.seed,
    epochs: settings.epochs,
    command: `npm run train:likeness -- --seed ${settings.seed} --epochs ${settings.epochs} --steps ${steps}`,
    seconds: Math.round(seconds),
  };
}
