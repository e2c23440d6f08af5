import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PRINTABLE_ASCII } from '@inkling/recognizer';
import { betweenLines } from '../../learn/line-tuning/between-lines.js';
import { lineTask } from '../../learn/lines/line-task.js';
import { trainBase, type TrainingSettings } from '../../learn/training/train.js';
import { LINES_ARCHITECTURES, type LinesArchitecture } from '../../networks/lines.js';
import { exportSequenceOnnx } from '../../onnx/export-onnx.js';
import { restoreWeights } from '../../onnx/restore-weights.js';
import { ensureTunedAllocator } from '../../tuned-allocator.js';
import { createLinesCard, PEAK_RATE } from '../lines/create-lines-card.js';
import { readLinesFolder, writeLinesFolder } from '../../judge/lines/lines-folder.js';
import { loadLinesData, NUMBERS_SHARE } from '../lines/load-lines-data.js';
import { readingFigures, readLines } from '../../judge/lines/read-lines.js';
import { checkpointsOf } from '../checkpoints-of.js';
import { shareOption, wholeOption } from '../number-options.js';
import { runCommand } from '../run-command.js';

const USAGE = `Trains the network that reads lines: numbers, words and a few words.

npm run train:lines -- [options]

  --data FOLDER         the data sets (../shared/data)
  --architecture NAME   convolutional, recurrent: with two bidirectional LSTMs along the line (convolutional)
  --seed N              of weights and lines (1)
  --epochs N            (10)
  --rate N              peak of the learning rate (${PEAK_RATE})
  --steps N             batches of 32 lines in an epoch (400)
  --numbers SHARE       of all lines, 0 to 1 (${NUMBERS_SHARE})
  --checkpoints FOLDER  where it is kept after each epoch, and goes on from (checkpoints/lines-seed1)
  --from FOLDER         a network with its card, to be trained on with fresh steps, instead of random weights
  --interpolation SHARE how far from that one to what it became the network lies that is written (1)
  --out FOLDER          where model.onnx and card.json are written at the end (models/lines)`;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data' },
    architecture: { type: 'string', default: 'convolutional' },
    seed: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '10' },
    rate: { type: 'string', default: String(PEAK_RATE) },
    steps: { type: 'string', default: '400' },
    numbers: { type: 'string', default: String(NUMBERS_SHARE) },
    checkpoints: { type: 'string' },
    from: { type: 'string' },
    interpolation: { type: 'string', default: '1' },
    out: { type: 'string', default: join('models', 'lines') },
    help: { type: 'boolean', default: false },
  },
});

ensureTunedAllocator();
await runCommand(USAGE, values.help, main);

async function main(): Promise<void> {
  const from = values.from === undefined ? undefined : readLinesFolder(values.from);
  const numbers = shareOption('numbers', values.numbers);
  const interpolation = shareOption('interpolation', values.interpolation);
  const lesson = [
    ...(numbers === NUMBERS_SHARE ? [] : [`--numbers ${numbers}`]),
    ...(values.architecture === 'convolutional' ? [] : [`--architecture ${values.architecture}`]),
    ...(from ? [`--from ${from.card.file.sha256}`] : []),
  ].join(' ');
  const settings: TrainingSettings = {
    epochs: wholeOption('epochs', values.epochs),
    batchSize: 32,
    learningRate: shareOption('rate', values.rate),
    weightDecay: 0.01,
    labelSmoothing: 0,
    seed: wholeOption('seed', values.seed, 0),
    ...(lesson !== '' && { lesson }),
  };
  const stepsPerEpoch = wholeOption('steps', values.steps);
  const folder = values.checkpoints ?? checkpointsOf('lines', settings);
  mkdirSync(folder, { recursive: true });
  const { sources, validation, sets } = loadLinesData(values.data, numbers);
  const architecture = values.architecture as LinesArchitecture;
  const create = LINES_ARCHITECTURES[architecture];
  if (!create) throw new Error(`There is no architecture "${values.architecture}".\n${USAGE}`);
  const model = create(settings.seed, PRINTABLE_ASCII.length + 1);
  if (from) restoreWeights(model, from.onnx);
  console.log(`lines: ${model.countParams()} parameters`);
  const plan = {
    characters: PRINTABLE_ASCII,
    batchSize: settings.batchSize,
    stepsPerEpoch,
  };
  const task = lineTask(sources, plan, (trained) =>
    Object.fromEntries(
      Object.entries(validation).flatMap(([name, lines]) => {
        const { whole, cer } = readingFigures(readLines(trained, lines, PRINTABLE_ASCII), lines);
        return [
          [`${name}: whole`, whole],
          [`${name}: CER`, cer],
        ];
      }),
    ),
  );
  const seconds = await trainBase(model, task, settings, folder, {
    onProgress({ epoch, step, steps, loss, samplesPerSecond, etaSeconds }) {
      console.log(
        `epoch ${epoch}/${settings.epochs}  step ${step}/${steps}  loss ${loss.toFixed(3)}  ` +
          `${samplesPerSecond.toFixed(0)} lines/s  ETA ${(etaSeconds / 60).toFixed(1)} min`,
      );
    },
    onEpoch({ epoch, loss, validation: figures }) {
      const parts = Object.entries(figures).map(([set, share]) => `${set} ${percent(share)} %`);
      console.log(
        `epoch ${epoch} done: mean loss ${loss.toFixed(3)}; validation: ${parts.join(', ')}`,
      );
      writeFileSync(join(folder, 'model.onnx'), exportSequenceOnnx(model));
      return Promise.resolve();
    },
  });
  mkdirSync(values.out, { recursive: true });
  const card = createLinesCard({
    architecture,
    settings,
    stepsPerEpoch,
    numbers,
    parameters: model.countParams(),
    seconds,
    samples: sets,
    ...(from && { from: { command: from.card.training.command, interpolation } }),
  });
  const trained = exportSequenceOnnx(model);
  writeLinesFolder(values.out, from ? betweenLines(from, trained, interpolation) : trained, card);
  console.log(`Wrote ${values.out}. Next: npm run evaluate -- --network lines --calibrate`);
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
