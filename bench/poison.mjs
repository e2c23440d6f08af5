// `npm run bench:poison [-- --network digits --samples 300 --cases 1,2,3,4]`: what the gate makes of
// corrections that are wrong. Writers whom no network has seen correct a number of drawings; a job
// trains on four in five of them and the gate judges. The same with a fifth of the labels wrong, with
// every glyph of one class called another, and with nothing else than those, trained until the network
// has learnt it. The samples kept back are as wrong as the others, because whoever approves wrong labels
// approves them all. Needs `npm run build`, the models and the data sets. Ends with 1 where the gate let
// something worse pass.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GLYPH_PIXELS } from '@inkling/ink';
import { bestClass, labelsOfNetwork, maskedLogProbabilities, NETWORKS } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import { ensureTunedAllocator } from '../apps/trainer/dist/tuned-allocator.js';

const { values } = parseArgs({
  options: {
    network: { type: 'string' },
    data: { type: 'string', default: '../shared/data' },
    models: { type: 'string', default: 'models' },
    samples: { type: 'string', default: '300' },
    epochs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    cases: { type: 'string', default: '1,2,3,4' },
  },
});
ensureTunedAllocator();

const trainer = (file) => import(`../apps/trainer/dist/${file}.js`);
const { glyphsOfUnipen, loadUnipen } = await trainer('data/unipen');
const { DEFAULT_PARAMETERS } = await trainer('learn/fine-tuning/default-parameters');
const { allowedClasses } = await trainer('onnx/reading');
const { fineTune } = await trainer('learn/fine-tuning/fine-tune');
const { GATE_LIMITS } = await trainer('judge/gate/limits');
const { withFlippedLabels, withWrongLabels } = await trainer('lab/poison/poison');
const { gateOrInterpolated } = await trainer('judge/gate/gate-or-interpolated');
const { openOrtSession } = await trainer('onnx/ort-session');
const { createRandom, shuffle } = await trainer('random');
const { loadSet } = await trainer('data/load-set');

const networks = values.network ? [values.network] : NETWORKS;
/** Who is mistaken calls the first the second. */
const FLIPS = { digits: ['7', '1'], characters: ['U', 'V'] };
/** People correct what a task answers, so for the characters network letters alone may answer. */
const TASKS = { digits: 'digits', characters: 'letters' };
const flipOf = (network) => FLIPS[network].map((label) => labelsOfNetwork(network).indexOf(label));
const seed = Number(values.seed);

const pick = ({ glyphs, labels }, rows) => ({
  count: rows.length,
  glyphs: Float32Array.from(
    rows.flatMap((row) => [...glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS)]),
  ),
  labels: Uint8Array.from(rows, (row) => labels[row]),
});

/** Row by row, what a network reads when only some classes may answer. */
async function read(onnx, { glyphs, count }, allowed) {
  const session = await openOrtSession(onnx);
  const { logits } = await session.run(glyphs, count);
  await session.release();
  const classes = logits.length / count;
  return Array.from({ length: count }, (_, row) =>
    bestClass(
      maskedLogProbabilities(logits.subarray(row * classes, (row + 1) * classes), 1, allowed),
    ),
  );
}

/**
 * Drawings of unseen writers in a random order, at first one that the champion misreads (corrected) and
 * one that it reads right (confirmed) in turns, as far as there are misread ones.
 */
async function drawingsOf(network, champion) {
  const unseen = loadUnipen(values.data).filter(
    ({ part, cutInk }) => part === 'unseen hand' || (part === 'unseen group' && !cutInk),
  );
  const all = glyphsOfUnipen(unseen, TASKS[network], network);
  const order = Int32Array.from({ length: all.count }, (_, row) => row);
  shuffle(order, createRandom(seed));
  const answers = await read(champion.onnx, all, allowedClasses(network, TASKS[network]));
  const misread = [...order].filter((row) => answers[row] !== all.labels[row]);
  const right = [...order].filter((row) => answers[row] === all.labels[row]);
  const inTurns = misread.flatMap((row, at) => [row, right[at]]);
  return pick(all, [...inTurns, ...right.slice(misread.length)]);
}

/** What is approved, in each of the cases, and how hard is trained on it. */
function casesOf(network, drawings) {
  const [from, to] = flipOf(network);
  const names = FLIPS[network];
  const classes = labelsOfNetwork(network).length;
  const samples = Number(values.samples);
  const rows = [...drawings.labels.keys()];
  const some = pick(drawings, rows.slice(0, samples));
  const ofClass = rows.filter((row) => drawings.labels[row] === from).slice(0, samples);
  const parameters = {
    ...DEFAULT_PARAMETERS[network],
    ...(values.epochs ? { epochs: Number(values.epochs) } : {}),
    seed,
  };
  const hard = { ...parameters, learningRate: 1e-3, replayRatio: 0.5 };
  const cases = [
    { name: 'all right', samples: some, parameters },
    {
      name: '20 % wrong',
      samples: withWrongLabels(some, 0.2, classes, createRandom(seed)),
      parameters,
    },
    {
      name: `every ${names[0]} called ${names[1]}`,
      samples: withFlippedLabels(some, from, to),
      parameters,
    },
    {
      name: `only ${names[0]}s, called ${names[1]}, trained hard`,
      samples: withFlippedLabels(pick(drawings, ofClass), from, to),
      parameters: hard,
    },
  ];
  return values.cases.split(',').map((number) => cases[number - 1]);
}

/** Share of the gate's glyphs of the one class that a network calls the other. */
async function shareFlipped(network, onnx, gateSet) {
  const [from, to] = flipOf(network);
  const rows = [...gateSet.labels.keys()].filter((row) => gateSet.labels[row] === from);
  const answers = await read(onnx, pick(gateSet, rows), [...labelsOfNetwork(network).keys()]);
  const flipped = answers.filter((answer) => answer === to);
  return flipped.length / rows.length;
}

async function judge(network, { name, samples, parameters }, sets, champion) {
  // In turns: a drawing that was misread and one that was not; every fifth is of both kinds.
  const rows = [...samples.labels.keys()];
  const held = pick(
    samples,
    rows.filter((row) => row % 5 === 0),
  );
  const corrections = pick(
    samples,
    rows.filter((row) => row % 5 !== 0),
  );
  const checkpointFolder = mkdtempSync(join(tmpdir(), 'inkling-poison-'));
  const quiet = { onProgress() {}, onEpoch() {}, log() {} };
  const start = performance.now();
  const tasksOf = ({ count }) => Array.from({ length: count }, () => TASKS[network]);
  const { onnx: whole, bestEpoch } = await fineTune(
    {
      network,
      champion,
      corrections,
      tasks: tasksOf(corrections),
      replay: sets.replay,
      parameters,
      checkpointFolder,
    },
    quiet,
  );
  rmSync(checkpointFolder, { recursive: true });
  const trained = performance.now();
  const { report, onnx } = await gateOrInterpolated(
    {
      network,
      champion,
      base: champion,
      start: champion,
      challenger: { onnx: whole, card: champion.card },
      gateSet: sets.gate,
      validation: sets.validation,
      holdout: held,
      holdoutTasks: tasksOf(held),
    },
    (line) => console.error(`${network}, ${name}: ${line}`),
  );
  const figures = (rule) => report.rules.find((result) => result.rule === rule).figures;
  return {
    network,
    case: name,
    corrections: corrections.count,
    bestEpoch,
    holdout: figures('holdout'),
    gate: figures('gate-set'),
    lostClasses: figures('classes').lostClasses,
    calibration: figures('calibration'),
    flippedBefore: await shareFlipped(network, champion.onnx, sets.gate),
    flippedAfter: await shareFlipped(network, onnx, sets.gate),
    passed: report.passed,
    interpolated: report.wholeWay !== undefined,
    failed: report.rules.filter(({ passed }) => !passed).map(({ rule }) => rule),
    trainingSeconds: (trained - start) / 1000,
    gateSeconds: (performance.now() - trained) / 1000,
  };
}

const results = [];
for (const network of networks) {
  const folder = join(values.models, network);
  const champion = {
    onnx: readFileSync(join(folder, 'model.onnx')),
    card: parseModelCard(readFileSync(join(folder, 'card.json'), 'utf8')),
  };
  const sets = Object.fromEntries(
    ['replay', 'gate', 'validation'].map((set) => [set, loadSet(values.models, network, set)]),
  );
  for (const poisoned of casesOf(network, await drawingsOf(network, champion))) {
    results.push(await judge(network, poisoned, sets, champion));
  }
}

const percent = (share) => `${(share * 100).toFixed(1)} %`;
const points = (share) => (share * 100).toFixed(2);
function verdictOf({ passed, interpolated, failed }) {
  if (!passed) return `refused: ${failed.join(', ')}`;
  return interpolated ? 'interpolated weights (α = 0.5) pass' : 'passes';
}
console.log(
  '| network | corrections | kept back: errors before, after | gate set: errors before, after | loss, 95 % bound (points) | flipped before, after | classes lost | verdict |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const row of results) {
  const { holdout, gate } = row;
  console.log(
    `| ${row.network} | ${row.corrections}, ${row.case} | ` +
      `${holdout.championErrors}, ${holdout.errors} of ${holdout.samples} | ` +
      `${gate.formerErrors}, ${gate.errors} of ${gate.glyphs} | ` +
      `${points(gate.loss)}, ${points(gate.lossBound)} | ` +
      `${percent(row.flippedBefore)}, ${percent(row.flippedAfter)} | ${row.lostClasses || 'none'} | ` +
      `${verdictOf(row)} |`,
  );
}
console.log(JSON.stringify({ bench: 'poison', seed, results }));

const LEARNT = 0.1;
const wrong = results.filter(
  ({ network, passed, gate, flippedAfter }) =>
    passed && (gate.lossBound >= GATE_LIMITS[network].loss || flippedAfter > LEARNT),
);
const learnt = results.filter(({ flippedAfter }) => flippedAfter > LEARNT);
for (const row of wrong) console.error(`The gate let pass: ${row.network}, ${row.case}.`);
// A gate that nothing bad came to has shown nothing.
const untried = values.cases.includes('4') && learnt.length < networks.length;
if (untried) console.error('A network did not learn the flip: train harder.');
process.exitCode = wrong.length > 0 || untried ? 1 : 0;
