import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PEN_PATH_POINTS, PEN_PATH_VALUES } from '@inkling/ink';
import {
  CHARACTER_LABELS,
  halfPrecision,
  NETWORKS,
  type Network,
  type PenWeights,
} from '@inkling/recognizer';
import { parsePenCard, type PenCard } from '@inkling/recognizer/card';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { loadUnipen, type UnipenSample } from '../../data/unipen.js';
import { loadWrittenLines } from '../../data/unipen-lines.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import type { Measurable } from '../../judge/evaluation/yardstick/model.js';
import { penTask } from '../../learn/pen/pen-task.js';
import { trainBase, type TrainingSettings } from '../../learn/training/train.js';
import { createPenNetwork } from '../../networks/pen.js';
import { exportOnnx } from '../../onnx/export-onnx.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { ensureTunedAllocator } from '../../tuned-allocator.js';
import { currentCommit } from '../base/base-card.js';
import { checkpointsOf } from '../checkpoints-of.js';
import { wholeOption } from '../number-options.js';
import { openReaders } from '../lines/line-lessons.js';
import { lettersOfWord, wordsToLearnFrom, type LetterOfWord } from '../pen/letters-of-words.js';
import { figuresOf, readByBoth, weightsBy } from '../pen/measure-pen.js';
import { accuracyOnPaths, loadPenSources } from '../pen/pen-sources.js';
import { runCommand } from '../run-command.js';
import { trainingLog } from '../training-log.js';

const USAGE = `Trains the network that reads how the pen went, and chooses how it counts beside the ones that read glyphs.

npm run train:pen -- [options]

  --data FOLDER          the data sets (../shared/data)
  --models FOLDER        holds digits/, characters/, likeness/ and lines/ (models)
  --seed N               of weights and drawings (1)
  --epochs N             (20)
  --checkpoints FOLDER   where it is kept after each epoch, and goes on from (checkpoints/pen-seed1)
  --out FOLDER           where model.onnx and card.json are written at the end (models/pen)
  --measure-only         measures the network of --out again and chooses its weights anew`;

ensureTunedAllocator();

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    models: { type: 'string', default: 'models' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '20' },
    checkpoints: { type: 'string' },
    out: { type: 'string' },
    'measure-only': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const settings: TrainingSettings = {
    epochs: wholeOption('epochs', values.epochs),
    batchSize: 128,
    learningRate: 2e-3,
    weightDecay: 0.01,
    labelSmoothing: 0.05,
    seed: wholeOption('seed', values.seed, 0),
  };
  const out = values.out ?? join(values.models, 'pen');
  mkdirSync(out, { recursive: true });
  console.log(`Reading ${values.data}`);
  const unipen = loadUnipen(values.data);
  const file = (name: string) => join(out, name);
  const model = createPenNetwork(settings.seed);
  console.log(`pen: ${model.countParams()} parameters`);
  let training: PenCard['training'];
  if (values['measure-only']) {
    ({ training } = parsePenCard(readFileSync(file('card.json'), 'utf8')));
  } else {
    training = await train(model, unipen, settings);
    // Nobody trains on from it, and devices download it.
    writeFileSync(file('model.onnx'), halfPrecision(exportOnnx(model)));
  }
  const onnx = readFileSync(file('model.onnx'));
  const { weights, figures } = await choose(onnx, unipen);
  console.table(figures);
  const card: PenCard = {
    cardVersion: 1,
    name: 'inkling-pen',
    description:
      'CNN along the path of the pen, six convolutions (64 to 192 filters), batch normalisation, dropout.',
    createdAt: new Date().toISOString(),
    labels: [...CHARACTER_LABELS],
    input: { shape: [PEN_PATH_VALUES, PEN_PATH_POINTS, 1] },
    parameters: model.countParams(),
    file: { sha256: createHash('sha256').update(onnx).digest('hex'), bytes: onnx.length },
    training,
    weights,
    figures,
  };
  writeFileSync(file('card.json'), `${JSON.stringify(card, null, 2)}\n`);
  console.log(`Wrote ${file('model.onnx')} (${(onnx.length / 1e6).toFixed(2)} MB) and its card.`);
}

async function train(
  model: LayersModel,
  unipen: readonly UnipenSample[],
  settings: TrainingSettings,
): Promise<PenCard['training']> {
  const checkpoints = values.checkpoints ?? checkpointsOf('pen', settings);
  mkdirSync(checkpoints, { recursive: true });
  const { ink, ofWords } = loadPenSources(unipen, await cutWords(unipen));
  console.log(`${ink.length} drawings to learn from`);
  const wholeInk = unipen.filter(({ part, cutInk }) => part === 'validation' && !cutInk);
  const task = penTask(ink, settings, (trained) => accuracyOnPaths(trained, wholeInk));
  const log = trainingLog(model, settings.epochs, checkpoints);
  const seconds = await trainBase(model, task, settings, checkpoints, log);
  const { epochs, batchSize, learningRate, seed } = settings;
  return {
    data: [
      {
        name: 'UNIPEN train_r01_v07, training writers of models/unipen-split.json',
        samples: ink.length - ofWords,
        licence: 'CC BY 4.0',
      },
      {
        name: 'The same, cut out of words and lines of the training writers of models/unipen-lines-split.json',
        samples: ofWords,
        licence: 'CC BY 4.0',
      },
    ],
    ...{ seed, epochs, batchSize, learningRate },
    augmentation:
      'Ink is made sparse, trembling or cut short at times, leaned, turned, stretched and bent; strokes are moved a little, and ' +
      'at times drawn backwards or in another order. See apps/trainer/src/learn/pen.',
    commit: currentCommit(),
    command: `npm run train:pen -- --seed ${seed} --epochs ${epochs}`,
    seconds: Math.round(seconds),
  };
}

/** What stands by itself in the words of training writers; takes some minutes. */
async function cutWords(unipen: readonly UnipenSample[]): Promise<LetterOfWord[]> {
  const readers = await openReaders(values.models);
  const letters: LetterOfWord[] = [];
  for (const word of wordsToLearnFrom(loadWrittenLines(values.data), unipen)) {
    letters.push(...(await lettersOfWord(word, readers)));
  }
  console.log(`${letters.length} letters and digits of words`);
  return letters;
}

/** The weights are chosen on validation and gate writers; nothing is chosen on the unseen ones. */
async function choose(
  onnx: Uint8Array,
  unipen: readonly UnipenSample[],
): Promise<Pick<PenCard, 'weights' | 'figures'>> {
  const pen = await openOrtSession(onnx);
  const whole = unipen.filter(({ cutInk }) => !cutInk);
  const validation = whole.filter(({ part }) => part === 'validation');
  const gate = whole.filter(({ part }) => part === 'gate');
  const unseen = unipen.filter(({ part }) => part === 'unseen group');
  const weights: Partial<Record<Network, PenWeights>> = {};
  const figures: PenCard['figures'] = [];
  for (const network of NETWORKS) {
    const folder = readModelFolder(join(values.models, network));
    const session = await openOrtSession(folder.onnx);
    const model: Measurable = { ...folder, name: folder.folder, session };
    const tuning = await readByBoth(model, pen, [...validation, ...gate]);
    weights[network] = weightsBy(tuning, model.card);
    const reader = { session: pen, weights: weights as PenCard['weights'] };
    for (const [set, samples] of [
      ['UNIPEN validation, whole ink', validation],
      ['UNIPEN gate', gate],
      ['UNIPEN unseen groups', unseen],
    ] as const) {
      const read = await readByBoth(model, pen, samples);
      figures.push(...(await figuresOf(set, model, read, reader)));
    }
    await session.release();
  }
  await pen.release();
  return { weights: weights as PenCard['weights'], figures };
}

await runCommand(USAGE, values.help, main);
