// `npm run bench:saliency [-- --drawings 1000 --runs 300]`: whether answers hang on what heat maps show, and what they
// cost. Drawings of the gate sets, with a tenth of their pixels made empty: how far the probability of the answer
// moves. Milliseconds of a heat map for answer and runner-up, beside an answer. Needs `npm run build`.
process.env.ORT_DISABLE_TELEMETRY = '1';

import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { GLYPH_PIXELS } from '@inkling/ink';
import { NETWORKS, openSaliencySession, openSession } from '@inkling/recognizer';
import { loadSet } from '../apps/trainer/dist/data/load-set.js';
import { readModelFolder } from '../apps/trainer/dist/judge/evaluation/model-folder.js';
import { measureMasking } from '../apps/trainer/dist/judge/saliency/measure-masking.js';
import { median, percentile } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    drawings: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '300' },
  },
});
const [drawings, runs] = [Number(values.drawings), Number(values.runs)];
const WARM_UP = 50;
const MODELS = fileURLToPath(new URL('../models', import.meta.url));
const engine = await import('onnxruntime-node');

/** Of one call after another, in milliseconds. */
async function latenciesOf(call) {
  const latencies = [];
  for (let turn = -WARM_UP; turn < runs; turn++) {
    const before = performance.now();
    await call(turn + WARM_UP);
    if (turn >= 0) latencies.push(performance.now() - before);
  }
  return latencies;
}

async function measureNetwork(network) {
  const { onnx, card } = readModelFolder(`${MODELS}/${network}`);
  const answers = await openSession(engine, onnx);
  const before = performance.now();
  const saliency = await openSaliencySession(engine, onnx);
  const openMs = performance.now() - before;
  const set = loadSet(MODELS, network, 'gate');
  const effect = await measureMasking({ answers, saliency }, card, set, drawings);
  const glyphAt = (turn) => {
    const at = (turn * 37) % set.count;
    return set.glyphs.subarray(at * GLYPH_PIXELS, (at + 1) * GLYPH_PIXELS);
  };
  const answerMs = await latenciesOf((turn) => answers.run(glyphAt(turn), 1));
  const heatMs = await latenciesOf((turn) => saliency.run(glyphAt(turn), [0, 1]));
  await Promise.all([answers.release(), saliency.release()]);
  return { network, ...effect, openMs, answerMs, heatMs };
}

const rows = [];
for (const network of NETWORKS) rows.push(await measureNetwork(network));
const points = (share) => (share * 100).toFixed(1);
printTable(
  [
    ['network', ({ network }) => network],
    ['drawings', (row) => String(row.drawings)],
    ['hottest tenth', ({ hottest }) => points(hottest)],
    ['any tenth', ({ random }) => points(random)],
    ['piece at the hottest', ({ pieceAtHottest }) => points(pieceAtHottest)],
    ['piece anywhere on ink', ({ pieceAtRandom }) => points(pieceAtRandom)],
    ['answer p50 ms', ({ answerMs }) => median(answerMs).toFixed(2)],
    ['two heat maps p50 ms', ({ heatMs }) => median(heatMs).toFixed(2)],
    ['p99 ms', ({ heatMs }) => percentile(heatMs, 0.99).toFixed(2)],
    ['opening ms', ({ openMs }) => openMs.toFixed(0)],
  ],
  rows,
);
console.log('Points by which the probability of the answer moves.');
