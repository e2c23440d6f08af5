import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GLYPH_SIDE, NORMALISATION_VERSION } from '@inkling/ink';
import { DIGIT_LABELS, labelsOfNetwork, type ModelCard, type Network } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import type { LayersModel } from '@tensorflow/tfjs-node';
import type { TrainingSettings } from '../../learn/training/train.js';
import type { BaseOptions, BaseSources } from './base-sources.js';
import type { BaseRecipe } from './recipes.js';

/** A network that was just trained, and how. */
export interface TrainedBase {
  readonly name: Network;
  readonly recipe: BaseRecipe;
  readonly settings: TrainingSettings;
  readonly base: BaseSources;
  readonly options: BaseOptions;
  readonly model: LayersModel;
  readonly onnx: Uint8Array;
  /** Signs that the whitening was fitted on. */
  readonly whitenedBy: number;
  readonly seconds: number;
}

/** Options that say what is not learnt from. */
export const leavingOut = ({
  withoutEmnist,
  leaveOut,
}: Pick<BaseOptions, 'withoutEmnist' | 'leaveOut'>): string[] => [
  ...(withoutEmnist ? ['--without-emnist'] : []),
  ...(leaveOut.length > 0 ? [`--leave-out ${leaveOut.join(',')}`] : []),
];

/** What an embedding was fitted on, as a card tells it. */
export const signsOfEmbedding = (
  { signs }: BaseRecipe,
  samples: number,
): ModelCard['training']['data'][number] => ({
  name: signs
    ? 'Omniglot background set and UNIPEN signs of training writers, for embeddings alone'
    : 'Omniglot background set, for the whitening of embeddings alone',
  samples,
  licence: signs ? 'MIT and CC BY 4.0' : 'MIT',
});

/** Stands for the folder of the network that was trained on. */
const FIRST = 'checkpoints/first';

const commandOf = (folder: string): string =>
  parseModelCard(readFileSync(join(folder, 'card.json'), 'utf8')).training.command;

/** The card of a network that was just trained: not calibrated, measured nor tuned yet. */
export function createBaseCard({
  name,
  recipe,
  settings,
  base: { sources, pictureSets },
  options: { withoutEmnist, leaveOut, from, mix },
  model,
  onnx,
  whitenedBy,
  seconds,
}: TrainedBase): ModelCard {
  const labels = [...labelsOfNetwork(name)];
  return {
    cardVersion: 1,
    network: name,
    name: `inkling-${name}`,
    description: recipe.description,
    createdAt: new Date().toISOString(),
    labels,
    kind: 'glyph',
    input: {
      shape: [1, GLYPH_SIDE, GLYPH_SIDE],
      range: [0, 1],
      normalisation: NORMALISATION_VERSION,
    },
    embeddingSize: (model.outputs[1]!.shape as number[])[1]!,
    parameters: model.countParams(),
    file: { sha256: createHash('sha256').update(onnx).digest('hex'), bytes: onnx.length },
    training: {
      data: [
        ...pictureSets,
        {
          name: 'UNIPEN train_r01_v07, training writers of models/unipen-split.json',
          samples: sources.ink.length,
          licence: 'CC BY 4.0',
        },
        signsOfEmbedding(recipe, whitenedBy),
      ],
      seed: settings.seed,
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      learningRate: settings.learningRate,
      augmentation:
        'Ink: made sparse, trembling or cut short at times, leaned, turned, stretched and drawn with another pen width before normalisation. ' +
        `A digit's ink is shown about ${recipe.inkRepeats.digit} times an epoch, of small groups more often. ` +
        'Pictures: pen width, affine and elastic warp. Zeros are slashed and sevens barred at times; ways to ' +
        'write digits that are rare in the data are drawn. See apps/trainer/src/learn/augmentation.',
      commit: currentCommit(),
      command: [
        ...(from ? [`${commandOf(from)} --out ${FIRST}; then`] : []),
        `npm run train:base -- --network ${name} --seed ${settings.seed} --epochs ${settings.epochs}`,
        ...leavingOut({ withoutEmnist, leaveOut }),
        ...(from ? [`--from ${FIRST}`] : []),
        ...(mix < 1 ? [`--mix ${mix}`] : []),
      ].join(' '),
      seconds: Math.round(seconds),
    },
    temperature: 1,
    certainty: { sureFrom: 0.9, unlikeBelow: 0.3 },
    // The values measured as good for a plain network, until tune:memory has chosen.
    memory: { alphaOwn: 8, alphaShared: 4, beta: 20, nearest: 16, classCap: 2 },
    evaluations: [],
    limits: [
      'Isolated characters only: no words, no joined writing.',
      'Writers of the training data are mostly adults from the United States and Europe.',
      name === 'digits'
        ? `Knows the labels ${DIGIT_LABELS.join(' ')} only.`
        : 'Cannot tell the cases of c i j k l m o p s u v w x y z apart; 0/O, 1/I/l, 5/S and 2/Z are often ambiguous without context.',
    ],
  };
}

/** Of the repository; `unknown` where there is none. */
export function currentCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}
