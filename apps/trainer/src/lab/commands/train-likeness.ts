import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseLikenessCard, type LikenessCard } from '@inkling/recognizer/card';
import { chooseLimits, measureLimits } from '../../judge/likeness/limits.js';
import { loadLikenessData } from '../../judge/likeness/likeness-sets.js';
import { likenessTask } from '../../learn/likeness/likeness-task.js';
import { trainBase, type TrainingSettings } from '../../learn/training/train.js';
import { createLikenessNetwork } from '../../networks/likeness.js';
import { exportOnnx } from '../../onnx/export-onnx.js';
import { restoreWeights } from '../../onnx/restore-weights.js';
import { ensureTunedAllocator } from '../../tuned-allocator.js';
import { createLikenessCard, trainingOf } from '../likeness/likeness-card.js';
import {
  readBy,
  readSurelyBy,
  validationOf,
  withSureShares,
} from '../likeness/measure-likeness.js';
import { checkpointsOf } from '../checkpoints-of.js';
import { wholeOption } from '../number-options.js';
import { runCommand } from '../run-command.js';
import { trainingLog } from '../training-log.js';

const USAGE = `Trains the network that tells scribbles and several characters from one.

npm run train:likeness -- [options]

  --data FOLDER          the data sets (../shared/data)
  --models FOLDER        holds characters/ (models)
  --seed N               of weights and drawings (1)
  --epochs N             (10)
  --steps N              batches in an epoch (800)
  --checkpoints FOLDER   where it is kept after each epoch, and goes on from (checkpoints/likeness-seed1)
  --out FOLDER           where model.onnx and card.json are written at the end (models/likeness)
  --measure-only         measures the network of --out again and chooses its limits anew`;

ensureTunedAllocator();

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    models: { type: 'string', default: 'models' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '10' },
    steps: { type: 'string', default: '800' },
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
    learningRate: 3e-3,
    weightDecay: 0.01,
    labelSmoothing: 0,
    seed: wholeOption('seed', values.seed, 0),
  };
  const steps = wholeOption('steps', values.steps);
  const out = values.out ?? join(values.models, 'likeness');
  const checkpoints = values.checkpoints ?? checkpointsOf('likeness', settings);
  mkdirSync(out, { recursive: true });
  mkdirSync(checkpoints, { recursive: true });
  console.log(`Reading ${values.data}`);
  const data = await loadLikenessData(
    values.data,
    await readSurelyBy(join(values.models, 'characters')),
  );
  console.log(`Left out, since they look like characters: ${data.leftOut.join(' ')}`);

  const model = createLikenessNetwork(settings.seed);
  console.log(`likeness: ${model.countParams()} parameters`);
  const onnxPath = join(out, 'model.onnx');
  let training: LikenessCard['training'];
  if (values['measure-only']) {
    restoreWeights(model, readFileSync(onnxPath));
    ({ training } = parseLikenessCard(readFileSync(join(out, 'card.json'), 'utf8')));
  } else {
    const task = likenessTask(data.sources, settings.batchSize, steps, (trained) =>
      validationOf(trained, data.validation),
    );
    const log = trainingLog(model, settings.epochs, checkpoints);
    const seconds = await trainBase(model, task, settings, checkpoints, log);
    writeFileSync(onnxPath, exportOnnx(model));
    training = trainingOf(data, settings, steps, seconds);
  }
  const limits = chooseLimits(readBy(model, data.validation));
  const sets = readBy(model, [...data.validation, ...data.unseen]);
  const figures = await withSureShares(values.models, measureLimits(sets, limits), sets, limits);
  console.table(
    figures.map((figure) => ({
      ...figure,
      unlike: percent(figure.unlike),
      several: percent(figure.several),
      sure: percent(figure.sure),
    })),
  );
  const onnx = readFileSync(onnxPath);
  const card = createLikenessCard(model, onnx, {
    training,
    limits,
    figures,
    leftOut: data.leftOut,
  });
  writeFileSync(join(out, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
  console.log(`Wrote ${onnxPath} (${(onnx.length / 1e6).toFixed(2)} MB) and its card.`);
}

const percent = (share: number): string => (100 * share).toFixed(2);

await runCommand(USAGE, values.help, main);
