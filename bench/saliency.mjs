// `npm run bench:saliency [-- --drawings 1000 --runs 300]`: whether answers hang on what heat maps show, and what they
// cost. Drawings of the gate sets, with a tenth of their pixels made empty: how far the probability of the answer
// moves. Milliseconds of heat maps for answer and runner-up, beside an answer. Over HTTP, what saying why costs, and
// answers without it, before the first was asked and after. Needs `npm run build`; starts a server and a Postgres.
process.env.ORT_DISABLE_TELEMETRY = '1';

import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { GLYPH_PIXELS } from '@inkling/ink';
import { NETWORKS, openSaliencySession, openSession } from '@inkling/recognizer';
import { loadSet } from '../apps/trainer/dist/data/load-set.js';
import { readModelFolder } from '../apps/trainer/dist/judge/evaluation/model-folder.js';
import { measureMasking } from '../apps/trainer/dist/judge/saliency/measure-masking.js';
import { drawingsFor } from './lib/drawings.mjs';
import { measureHttp, signIn } from './lib/load.mjs';
import { startServers } from './lib/server.mjs';
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
/** Requests until V8 has compiled what a prediction needs. */
const HTTP_WARM_UP = 2000;
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

const { servers, stop } = await startServers();
try {
  const [{ address }] = servers;
  const cookie = await signIn(address);
  const overHttp = [];
  for (const network of NETWORKS) {
    const { ink } = await drawingsFor(network);
    const explained = ink.map((body) =>
      JSON.stringify({ ...JSON.parse(body), explain: 'saliency' }),
    );
    const stepwise = ink.map((body) => JSON.stringify({ ...JSON.parse(body), explain: true }));
    const measure = async (bodies, warmUp) => {
      const load = { address, cookie, clients: 1, bodies, warmUp, most: runs };
      return (await measureHttp(load)).p50Ms;
    };
    const before = await measure(ink, HTTP_WARM_UP);
    const steps = await measure(stepwise, WARM_UP);
    const saliency = await measure(explained, WARM_UP * 4);
    const after = await measure(ink, WARM_UP);
    overHttp.push({ network, before, after, steps, saliency });
  }
  printTable(
    [
      ['network', ({ network }) => network],
      ['plain, before', ({ before }) => `${before.toFixed(2)} ms`],
      ['plain, after', ({ after }) => `${after.toFixed(2)} ms`],
      ['explain: true', ({ steps }) => `${steps.toFixed(2)} ms`],
      ['explain: "saliency"', ({ saliency }) => `${saliency.toFixed(2)} ms`],
    ],
    overHttp,
  );
} finally {
  await stop();
}
