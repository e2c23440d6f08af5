import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GLYPH_PIXELS, GLYPH_SIDE, NORMALISATION_VERSION } from '@inkling/ink';
import {
  bestClass,
  LIKENESS_KINDS,
  networkOfTask,
  NETWORKS,
  softmax,
  TASKS,
  type LikenessLimits,
} from '@inkling/recognizer';
import { parseLikenessCard, type LikenessCard } from '@inkling/recognizer/card';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import {
  chooseLimits,
  measureLimits,
  type LikenessFigure,
  type ReadSet,
} from '../../judge/likeness/limits.js';
import {
  loadLikenessData,
  type LikenessData,
  type LikenessSet,
} from '../../judge/likeness/likeness-sets.js';
import { sureShare } from '../../judge/likeness/sure.js';
import { readGlyphs } from '../../onnx/reading.js';
import { readModelFolder } from '../../judge/evaluation/model-folder.js';
import { likenessTask } from '../../learn/likeness/likeness-task.js';
import { trainBase, type TrainingSettings } from '../../learn/training/train.js';
import { createLikenessNetwork } from '../../networks/likeness.js';
import { glyphTensor } from '../../networks/glyph-input.js';
import { exportOnnx } from '../../onnx/export-onnx.js';
import { openOrtSession } from '../../onnx/ort-session.js';
import { restoreWeights } from '../../onnx/restore-weights.js';
import { tf } from '../../tensorflow.js';
import { ensureTunedAllocator } from '../../tuned-allocator.js';

/** A network that reads counts as sure of a sign from here on. */
const SURE_FROM = 0.9;

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
    /** Measures the network of `--out` again and chooses its limits anew. */
    'measure-only': { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  const settings: TrainingSettings = {
    epochs: Number(values.epochs),
    batchSize: 128,
    learningRate: 3e-3,
    weightDecay: 0.01,
    labelSmoothing: 0,
    seed: Number(values.seed),
  };
  const out = values.out ?? join(values.models, 'likeness');
  const checkpoints = values.checkpoints ?? join('checkpoints', `likeness-seed${settings.seed}`);
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
    const steps = Number(values.steps);
    const task = likenessTask(data.sources, settings.batchSize, steps, (trained) =>
      summarised(figuresOf(trained, data.validation, data.validation)),
    );
    const seconds = await trainBase(model, task, settings, checkpoints, {
      onProgress({ epoch, step, loss, samplesPerSecond, etaSeconds }) {
        console.log(
          `epoch ${epoch}/${settings.epochs}  step ${step}  loss ${loss.toFixed(4)}  ` +
            `${samplesPerSecond.toFixed(0)} samples/s  ETA ${(etaSeconds / 60).toFixed(1)} min`,
        );
      },
      onEpoch({ epoch, loss, validation }) {
        const parts = Object.entries(validation).map(
          ([name, share]) => `${name} ${(100 * share).toFixed(1)} %`,
        );
        console.log(`epoch ${epoch} done: mean loss ${loss.toFixed(4)}; ${parts.join(', ')}`);
        writeFileSync(join(checkpoints, 'model.onnx'), exportOnnx(model));
        return Promise.resolve();
      },
    });
    writeFileSync(onnxPath, exportOnnx(model));
    training = trainingOf(data, settings, seconds);
  }
  const limits = chooseLimits(readBy(model, data.validation));
  const sets = readBy(model, [...data.validation, ...data.unseen]);
  const figures = await withSureShares(measureLimits(sets, limits), sets, limits);
  console.table(
    figures.map((figure) => ({
      ...figure,
      unlike: percent(figure.unlike),
      several: percent(figure.several),
      sure: percent(figure.sure),
    })),
  );
  const onnx = readFileSync(onnxPath);
  const card: LikenessCard = {
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
    leftOut: [...data.leftOut],
  };
  writeFileSync(join(out, 'card.json'), `${JSON.stringify(card, null, 2)}\n`);
  console.log(`Wrote ${onnxPath} (${(onnx.length / 1e6).toFixed(2)} MB) and its card.`);
}

/** How it was made, for its card. */
function trainingOf(
  data: LikenessData,
  settings: TrainingSettings,
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
    command: `npm run train:likeness -- --seed ${settings.seed} --epochs ${settings.epochs} --steps ${values.steps}`,
    seconds: Math.round(seconds),
  };
}

const percent = (share: number): string => (100 * share).toFixed(2);

const readBy = (model: LayersModel, sets: readonly LikenessSet[]): (LikenessSet & ReadSet)[] =>
  sets.map((set) => ({ ...set, logits: logitsOf(model, set) }));

/** With limits that are chosen on `chosenOn`. */
function figuresOf(
  model: LayersModel,
  sets: readonly LikenessSet[],
  chosenOn: readonly LikenessSet[],
): LikenessFigure[] {
  return measureLimits(readBy(model, sets), chooseLimits(readBy(model, chosenOn)));
}

const summarised = (figures: readonly LikenessFigure[]): Record<string, number> =>
  Object.fromEntries(
    figures
      .filter(({ task }) => task === 'characters')
      .map(({ set, unlike, several }) => [set, unlike + several]),
  );

function logitsOf(model: LayersModel, { glyphs, count }: LikenessSet): Float32Array {
  const batch = 500;
  const all = new Float32Array(count * LIKENESS_KINDS.length);
  for (let from = 0; from < count; from += batch) {
    const rows = Math.min(batch, count - from);
    const pixels = glyphs.subarray(from * GLYPH_PIXELS, (from + rows) * GLYPH_PIXELS);
    const logits = tf.tidy(() =>
      (model.predict(glyphTensor(pixels, rows)) as Tensor[])[0]!.dataSync<'float32'>(),
    );
    all.set(logits, from * LIKENESS_KINDS.length);
  }
  return all;
}

/** With what the server would call sure, by the networks that read. */
async function withSureShares(
  figures: readonly LikenessFigure[],
  sets: readonly (LikenessSet & ReadSet)[],
  limits: LikenessLimits,
): Promise<(LikenessFigure & { sure: number })[]> {
  const shares = new Map<string, number>();
  const folders = NETWORKS.map((network) => readModelFolder(join(values.models, network)));
  for (const { onnx, card } of folders) {
    const session = await openOrtSession(onnx);
    for (const set of sets.filter(({ count }) => count > 0)) {
      const reading = await readGlyphs(session, { ...set, labels: new Uint8Array(set.count) });
      for (const task of TASKS.filter((one) => networkOfTask(one) === card.network)) {
        shares.set(`${set.name} ${task}`, sureShare(set, limits, task, { card, reading }));
      }
    }
    await session.release();
  }
  return figures.map((figure) => ({
    ...figure,
    sure: shares.get(`${figure.set} ${figure.task}`)!,
  }));
}

async function readSurelyBy(folder: string) {
  const { onnx, card } = readModelFolder(folder);
  const session = await openOrtSession(onnx);
  const classes = card.labels.length;
  return async (glyphs: Float32Array, count: number): Promise<(string | undefined)[]> => {
    const { logits } = await session.run(glyphs, count);
    return Array.from({ length: count }, (_, row) => {
      const scaled = Float64Array.from(
        logits.subarray(row * classes, (row + 1) * classes),
        (value) => value / card.temperature,
      );
      const probabilities = softmax(scaled);
      const best = bestClass(probabilities);
      return probabilities[best]! >= SURE_FROM ? card.labels[best] : undefined;
    });
  };
}

await main();
