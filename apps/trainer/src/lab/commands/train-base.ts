import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GLYPH_SIDE, NORMALISATION_VERSION } from '@inkling/ink';
import {
  DIGIT_LABELS,
  labelsOfNetwork,
  NETWORKS,
  taskOfNetwork,
  type ModelCard,
  type Network,
} from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { epochSize, type TrainingSources } from '../../learn/augmentation/training-set.js';
import {
  filterGlyphs,
  joinGlyphs,
  loadEmnistTrain,
  type LabelledGlyphs,
} from '../../data/glyph-sets.js';
import { loadPicturePool } from '../../data/picture-pool.js';
import { writeRareHands } from '../../learn/augmentation/rare-hands.js';
import { createRandom } from '../../random.js';
import { glyphsOfUnipen, loadUnipen, samplesOfTask } from '../../data/unipen.js';
import { createCharactersNetwork } from '../../networks/characters.js';
import { createDigitsNetwork } from '../../networks/digits.js';
import { exportOnnx } from '../../onnx/export-onnx.js';
import { tf } from '../../tensorflow.js';
import { classification } from '../../learn/training/classification.js';
import { trainBase, type TrainingSettings } from '../../learn/training/train.js';
import { ensureTunedAllocator } from '../../tuned-allocator.js';

interface Recipe {
  readonly settings: Omit<TrainingSettings, 'seed'>;
  /** How often an ink is shown in an epoch. */
  readonly inkRepeats: { readonly digit: number; readonly letter: number };
  /** Inks of each way to write digits that is rare in the data. */
  readonly rareHands: number;
  readonly create: (seed: number) => LayersModel;
  readonly description: string;
}

const RECIPES: Record<Network, Recipe> = {
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
    create: createDigitsNetwork,
    description: 'Plain CNN, six convolutions (32 to 80 filters), batch normalisation, dropout.',
  },
  characters: {
    settings: {
      epochs: 4,
      batchSize: 128,
      learningRate: 2e-3,
      weightDecay: 0.01,
      labelSmoothing: 0.05,
    },
    // UNIPEN has ten letters for each digit: alone, a 0 would always be read as an O.
    inkRepeats: { digit: 8, letter: 1 },
    rareHands: 200,
    create: createCharactersNetwork,
    description: 'Residual network, ten convolutions (32 to 256 filters), global average pooling.',
  },
};

/** Digits of a group that count once. */
const TYPICAL_GROUP = 800;
const RARE_HANDS_SEED = 7;

ensureTunedAllocator();

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string' },
    checkpoints: { type: 'string' },
    out: { type: 'string' },
    /** Without EMNIST's digits, which come from the forms of the MNIST test set. */
    'without-emnist': { type: 'boolean', default: false },
    /** A group of UNIPEN that is not trained on, to see what it costs. */
    'leave-out': { type: 'string' },
  },
});
const network = NETWORKS.find((name) => name === values.network);
if (!network || !existsSync(join(values.data, 'unipen'))) {
  console.error(
    network
      ? `There is no data in ${values.data}. Name its folder with --data.`
      : 'Usage: npm run train:base -- --network digits|characters [--data FOLDER] [--seed N] [--epochs N] [--without-emnist] [--leave-out GROUP]',
  );
  process.exit(1);
}
await main(network);

async function main(name: Network): Promise<void> {
  const recipe = RECIPES[name];
  const settings: TrainingSettings = {
    ...recipe.settings,
    ...(values.epochs ? { epochs: Number(values.epochs) } : {}),
    seed: Number(values.seed),
  };
  const checkpoints = values.checkpoints ?? join('checkpoints', `${name}-seed${settings.seed}`);
  const out = values.out ?? join('models', name);
  mkdirSync(checkpoints, { recursive: true });
  mkdirSync(out, { recursive: true });

  console.log(`Reading ${values.data}`);
  const { sources, validation } = loadSources(name, values.data, recipe);
  console.log(
    `Training on ${sources.pictures.count} pictures and ${sources.ink.length} inks, ` +
      `${epochSize(sources)} glyphs an epoch`,
  );
  const model = recipe.create(settings.seed);
  console.log(`${name}: ${model.countParams()} parameters`);

  const task = classification(sources, validation, settings);
  const seconds = await trainBase(model, task, settings, checkpoints, {
    onProgress({ epoch, step, steps, loss, samplesPerSecond, etaSeconds }) {
      console.log(
        `epoch ${epoch}/${settings.epochs}  step ${step}/${steps}  loss ${loss.toFixed(4)}  ` +
          `${samplesPerSecond.toFixed(0)} samples/s  ETA ${(etaSeconds / 60).toFixed(1)} min`,
      );
    },
    async onEpoch({ epoch, loss, validation: figures }) {
      const parts = Object.entries(figures).map(
        ([set, value]) => `${set} ${(value * 100).toFixed(2)} %`,
      );
      console.log(
        `epoch ${epoch} done: mean loss ${loss.toFixed(4)}; validation: ${parts.join(', ')}`,
      );
      writeFileSync(join(checkpoints, 'model.onnx'), exportOnnx(model));
    },
  });

  const onnx = exportOnnx(model);
  writeFileSync(join(out, 'model.onnx'), onnx);
  const card = createCard(name, recipe, settings, sources, model, onnx, seconds);
  writeFileSync(join(out, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
  console.log(
    `Wrote ${join(out, 'model.onnx')} (${(onnx.length / 1e6).toFixed(1)} MB) and its card. ` +
      `Next: npm run evaluate -- --network ${name} --calibrate; npm run tune:memory -- --network ${name}`,
  );
  tf.dispose(model.weights.map((weight) => weight.read()));
}

function loadSources(
  name: Network,
  dataDir: string,
  { inkRepeats, rareHands }: Recipe,
): { sources: TrainingSources; validation: Record<string, LabelledGlyphs> } {
  const labels = labelsOfNetwork(name);
  const unipen = loadUnipen(dataDir);
  const task = taskOfNetwork(name);
  const { train, validation: held } = loadPicturePool(name, dataDir);
  const pictures =
    name === 'digits' && !values['without-emnist']
      ? joinGlyphs(
          train,
          filterGlyphs(loadEmnistTrain(dataDir), (at) => at < DIGIT_LABELS.length),
        )
      : train;
  const trainInk = unipen.filter(
    ({ part, group }) => part === 'train' && group !== values['leave-out'],
  );
  const validationInk = unipen.filter(({ part }) => part === 'validation');
  const chosen = samplesOfTask(trainInk, task, name);
  const weightOf = weightsOfGroups(chosen.map(({ sample }) => sample.group));
  const isDigit = (classIndex: number) => classIndex < DIGIT_LABELS.length;
  const ink = chosen.map(({ sample, classIndex }) => ({
    strokes: sample.strokes,
    classIndex,
    repeats: isDigit(classIndex)
      ? Math.round(inkRepeats.digit * weightOf(sample.group))
      : inkRepeats.letter,
  }));
  const rare = writeRareHands(rareHands, createRandom(RARE_HANDS_SEED)).map(
    ({ label, strokes }) => ({ strokes, classIndex: labels.indexOf(label), repeats: 1 }),
  );
  return {
    sources: { pictures, ink: [...ink, ...rare], labels },
    validation: {
      [name === 'digits' ? 'MNIST held out' : 'EMNIST held out']: held,
      'UNIPEN validation writers': glyphsOfUnipen(validationInk, task, name),
    },
  };
}

/** So that a group of few writers, such as syn, does not count for more than all others. */
function weightsOfGroups(groups: readonly string[]): (group: string) => number {
  const counts = new Map<string, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return (group) => Math.min(2, Math.max(0.5, Math.sqrt(TYPICAL_GROUP / counts.get(group)!)));
}

function createCard(
  name: Network,
  recipe: Recipe,
  settings: TrainingSettings,
  sources: TrainingSources,
  model: LayersModel,
  onnx: Uint8Array,
  seconds: number,
): ModelCard {
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
        name === 'digits'
          ? {
              name: values['without-emnist'] ? 'MNIST train' : 'MNIST train, EMNIST train pool',
              samples: sources.pictures.count,
              licence: 'as distributed by LeCun, Cortes and Burges',
            }
          : {
              name: 'EMNIST train pool',
              samples: sources.pictures.count,
              licence: 'U.S. government work (NIST SD 19)',
            },
        {
          name: 'UNIPEN train_r01_v07, training writers of models/unipen-split.json',
          samples: sources.ink.length,
          licence: 'CC BY 4.0',
        },
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
      command: `npm run train:base -- --network ${name} --seed ${settings.seed} --epochs ${settings.epochs}${values['without-emnist'] ? ' --without-emnist' : ''}`,
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

function currentCommit(): string {
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
