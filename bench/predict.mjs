// `npm run bench:predict [-- --seconds 5]`: what a prediction costs over real HTTP, beside the bare call of
// ONNX Runtime with the same glyphs in the same run. Needs `npm run build` and the models; starts a server
// and a Postgres of its own.
process.env.ORT_DISABLE_TELEMETRY = '1';

import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { glyphFromStrokes } from '@inkling/ink';
import { NETWORKS, ONNX_INPUT } from '@inkling/recognizer';
import { drawingsFor } from './lib/drawings.mjs';
import { measureHttp, signIn } from './lib/load.mjs';
import { startServer } from './lib/server.mjs';
import { summary } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { InferenceSession, Tensor } = await import('onnxruntime-node');

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error('--seconds: expected a number above 0');

const WARM_UP = 50;

/** The network alone: one session, one thread, one glyph after another, nothing around it. */
async function measureBare(network, strokes) {
  const file = fileURLToPath(new URL(`../models/${network}/model.onnx`, import.meta.url));
  const session = await InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const shape = session.inputMetadata[0].shape.slice(1);
  const inputs = strokes.map(
    (drawing) => new Tensor('float32', glyphFromStrokes(drawing).glyph, [1, ...shape]),
  );
  const latencies = [];
  let turn = 0;
  const run = () => session.run({ [ONNX_INPUT]: inputs[turn++ % inputs.length] });
  for (let count = 0; count < WARM_UP; count++) await run();
  const start = performance.now();
  while (performance.now() < start + seconds * 1000) {
    const before = performance.now();
    await run();
    latencies.push(performance.now() - before);
  }
  const result = summary(latencies, (performance.now() - start) / 1000);
  await session.release();
  return result;
}

async function measureNetwork(network, address, cookie) {
  const drawings = await drawingsFor(network);
  const bare = await measureBare(network, drawings.strokes);
  const rows = [{ network, way: 'bare ONNX Runtime', clients: 1, ...bare }];
  for (const way of ['ink', 'PNG']) {
    for (const clients of [1, 32]) {
      const bodies = drawings[way];
      const result = await measureHttp({
        address,
        cookie,
        bodies,
        clients,
        seconds,
        warmUp: WARM_UP,
      });
      rows.push({ network, way, clients, ...result });
    }
  }
  return rows.map((row) => ({
    ...row,
    p50ToBare: row.p50Ms / bare.p50Ms,
    throughputToBare: row.perSecond / bare.perSecond,
  }));
}

const COLUMNS = [
  ['network', ({ network }) => network],
  ['way', ({ way }) => way],
  ['clients', ({ clients }) => String(clients)],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
  ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(2)],
  ['per second', ({ perSecond }) => perSecond.toFixed(0)],
  ['p50 / bare', ({ p50ToBare }) => `${p50ToBare.toFixed(1)} x`],
  ['per second / bare', ({ throughputToBare }) => `${throughputToBare.toFixed(3)} x`],
];

const server = await startServer();
try {
  const cookie = await signIn(server.address);
  const rows = [];
  for (const network of NETWORKS)
    rows.push(...(await measureNetwork(network, server.address, cookie)));
  printTable(COLUMNS, rows);
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  console.log(JSON.stringify({ bench: 'predict', seconds, machine, rows }));
} finally {
  await server.stop();
}
