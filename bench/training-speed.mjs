// `npm run bench:training-speed [-- --network digits --repeats 3]`: what a job's training costs beside the bare
// `model.fit` of TensorFlow.js over the same batches, in the same process and by turns: 200 corrections
// and their replay, with the network's default parameters. The job's time is all of it: reading the
// champion's file, its answers to the replay, mixing and bending, early stopping, checkpoints, export.
// `model.fit` gets its batches ready-made, and the same layers frozen. Each network is measured with
// glibc's allocator as it is and as jobs set it (cli/tuned-allocator.ts). Needs `npm run build` and the
// models. Ends with 1 where a job as it runs in service takes more than 1.2 times as long as `model.fit`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GLYPH_PIXELS } from '@inkling/ink';
import { labelsOfNetwork, NETWORKS } from '@inkling/recognizer';
import { ALLOCATOR } from '../apps/trainer/dist/tuned-allocator.js';
import { median } from './lib/statistics.mjs';

const CORRECTIONS = 200;
const ALLOWED_RATIO = 1.2;
/** On two idle cores. */
const WANTED_SECONDS = { digits: 60, characters: 180 };

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    models: { type: 'string', default: 'models' },
    repeats: { type: 'string', default: '3' },
    epochs: { type: 'string' },
    /** Set by the bench for the processes that it starts. */
    measure: { type: 'boolean', default: false },
  },
});

if (values.measure) {
  console.log(JSON.stringify(await measure(values.network, Number(values.repeats))));
} else {
  const networks = values.network ? [values.network] : NETWORKS;
  const rows = networks.flatMap((network) => [
    { network, allocator: 'as it is', ...measureIn(network, {}) },
    { network, allocator: 'as jobs set it', ...measureIn(network, ALLOCATOR) },
  ]);
  console.table(rows);
  const asInService = rows.filter(({ allocator }) => allocator !== 'as it is');
  const passed = asInService.every(({ ratio }) => ratio <= ALLOWED_RATIO);
  const inTime = asInService.every(({ network, 'job s': s }) => s <= WANTED_SECONDS[network]);
  console.log(
    JSON.stringify({ bench: 'fine-tune', corrections: CORRECTIONS, passed, inTime, rows }),
  );
  if (!passed) process.exitCode = 1;
}

/** glibc reads its limits when a process starts. */
function measureIn(network, allocator) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('MALLOC_')),
  );
  const { measure: _, repeats, models, epochs } = values;
  const options = ['--measure', '--network', network, '--repeats', repeats, '--models', models];
  if (epochs) options.push('--epochs', epochs);
  const output = execFileSync(process.execPath, [import.meta.filename, ...options], {
    env: { TF_CPP_MIN_LOG_LEVEL: '2', ...env, ...allocator },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  return JSON.parse(output.trim().split('\n').at(-1));
}

async function measure(network, repeats) {
  const trainer = (file) => import(`../apps/trainer/dist/${file}.js`);
  const { tf } = await trainer('tensorflow');
  const { readModelFolder } = await trainer('judge/evaluation/model-folder');
  const { loadSet } = await trainer('data/load-set');
  const { fineTune } = await trainer('learn/fine-tuning/fine-tune');
  const { DEFAULT_PARAMETERS } = await trainer('learn/fine-tuning/default-parameters');

  const champion = readModelFolder(join(values.models, network));
  const parameters = { ...DEFAULT_PARAMETERS[network] };
  if (values.epochs) parameters.epochs = Number(values.epochs);
  const input = {
    network,
    champion,
    // Drawings of people that the network has never seen.
    corrections: everyNth(loadSet(values.models, network, 'validation'), CORRECTIONS),
    replay: loadSet(values.models, network, 'replay'),
    parameters,
  };
  const jobs = [];
  const fits = [];
  let epochs = 0;
  for (let turn = 0; turn < repeats; turn++) {
    const folder = mkdtempSync(join(tmpdir(), 'inkling-bench-'));
    const started = performance.now();
    const result = await fineTune(
      { ...input, checkpointFolder: folder },
      { onProgress: () => undefined, onEpoch: () => undefined, log: () => undefined },
    );
    jobs.push((performance.now() - started) / 1000);
    rmSync(folder, { recursive: true });
    epochs = result.epochs;
    fits.push(await fit(tf, trainer, input, epochs));
  }
  const samples = fits[0].samples;
  return {
    epochs,
    samples,
    'job s': round(median(jobs)),
    'fit s': round(median(fits.map(({ seconds }) => seconds))),
    ratio: round(median(jobs.map((job, turn) => job / fits[turn].seconds))),
    'job samples/s': Math.round(samples / median(jobs)),
  };
}

/** Seconds that `model.fit` takes over the batches that a job of so many epochs trains on. */
async function fit(tf, trainer, input, epochs) {
  const { createDigitsNetwork } = await trainer('networks/digits');
  const { createCharactersNetwork } = await trainer('networks/characters');
  const { restoreWeights } = await trainer('onnx/restore-weights');
  const { prepareData } = await trainer('learn/fine-tuning/prepare');
  const { mixedBatches } = await trainer('learn/fine-tuning/mixed-batches');
  const { correctionTargets } = await trainer('learn/fine-tuning/correction-targets');
  const { replayTargets } = await trainer('learn/fine-tuning/replay-targets');
  const { rateOfLayer, RECIPES } = await trainer('learn/fine-tuning/recipe');

  const { network, champion, parameters } = input;
  const recipe = RECIPES[network];
  const classes = labelsOfNetwork(network).length;
  const whole = (network === 'digits' ? createDigitsNetwork : createCharactersNetwork)(1);
  restoreWeights(whole, champion.onnx);
  const data = prepareData(input, recipe);
  const mixture = {
    classes,
    corrections: data.corrections,
    correctionTargets: correctionTargets(
      whole,
      network,
      data.corrections,
      data.tasks,
      recipe.labelSmoothing,
    ),
    replay: data.replay,
    replayTargets: replayTargets(whole, data.replay, recipe.distillation),
  };
  const batches = Array.from({ length: epochs }, (_, epoch) => [
    ...mixedBatches(mixture, data.plan, recipe, epoch),
  ]).flat();
  const samples = batches.length * parameters.batchSize;
  const glyphs = new Float32Array(samples * GLYPH_PIXELS);
  const targets = new Float32Array(samples * classes);
  batches.forEach((batch, at) => {
    glyphs.set(batch.glyphs, at * parameters.batchSize * GLYPH_PIXELS);
    targets.set(batch.targets, at * parameters.batchSize * classes);
  });

  for (const layer of whole.layers) {
    if (layer.trainableWeights.length > 0) {
      layer.trainable = rateOfLayer(recipe.stages, layer.name) > 0;
    }
  }
  const model = tf.model({ inputs: whole.inputs, outputs: whole.outputs[0] });
  model.compile({
    optimizer: tf.train.adam(parameters.learningRate),
    loss: (wanted, logits) => tf.losses.softmaxCrossEntropy(wanted, logits),
  });
  const x = tf.tensor4d(glyphs, [samples, 28, 28, 1]);
  const y = tf.tensor2d(targets, [samples, classes]);
  const started = performance.now();
  // One pass over all epochs' batches: each is bent anew, so that none comes twice.
  await model.fit(x, y, {
    batchSize: parameters.batchSize,
    epochs: 1,
    shuffle: false,
    verbose: 0,
  });
  const seconds = (performance.now() - started) / 1000;
  tf.dispose([x, y]);
  whole.dispose();
  return { seconds, samples };
}

function everyNth({ glyphs, labels, count }, wanted) {
  const rows = Array.from({ length: wanted }, (_, at) => Math.floor((at * count) / wanted));
  const picked = new Float32Array(wanted * GLYPH_PIXELS);
  rows.forEach((row, at) =>
    picked.set(glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS), at * GLYPH_PIXELS),
  );
  return { count: wanted, glyphs: picked, labels: Uint8Array.from(rows, (row) => labels[row]) };
}

function round(value) {
  return Number(value.toFixed(2));
}
