// `npm run bench:predict [-- --seconds 5 --then 20000 --only ink]`: what a prediction costs over real HTTP, beside
// the bare call of ONNX Runtime with the same glyphs, measured right before and after in the same run; the time on
// a processor that one takes in the API and in all; and what the API holds in memory after so many more of both
// kinds. Needs `npm run build` and the models; starts a server, a Postgres and a process that loads them.
process.env.ORT_DISABLE_TELEMETRY = '1';

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { glyphFromStrokes } from '@inkling/ink';
import { NETWORKS, ONNX_INPUT } from '@inkling/recognizer';
import { drawingsFor } from './lib/drawings.mjs';
import { signIn } from './lib/load.mjs';
import { familyProcessorMs } from './lib/processor-time.mjs';
import { residentMb } from './lib/resident.mjs';
import { startServers } from './lib/server.mjs';
import { summary } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { InferenceSession, Tensor } = await import('onnxruntime-node');

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    then: { type: 'string', default: '0' },
    only: { type: 'string' },
  },
});
const [ways, more] = [values.only ? [values.only] : ['ink', 'PNG', 'PNG 280'], Number(values.then)];
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error('--seconds: expected a number above 0');

/** Requests before those that count: until then V8 compiles, in the server and in each process that loads it. */
const WARM_UP = { ink: 4000, PNG: 400, 'PNG 280': 400 };
const LOAD_WARM_UP = 300;
const BARE_WARM_UP = 50;

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
  for (let count = 0; count < BARE_WARM_UP; count++) await run();
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

/** In a process of its own, as clients are. */
async function measureHttp(load) {
  const child = fork(new URL('./lib/load-process.mjs', import.meta.url));
  child.send({ seconds, ...load });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the load ended early: ${code}`);
  });
  const [result] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  return result;
}

async function measureNetwork(network, { address, pid }, cookie) {
  const drawings = await drawingsFor(network);
  let bare = await measureBare(network, drawings.strokes);
  const rows = [{ network, way: 'bare ONNX Runtime', clients: 1, ...bare }];
  for (const way of ways) {
    const toWarmUp = { address, cookie, bodies: drawings[way], clients: 32, most: WARM_UP[way] };
    await measureHttp({ ...toWarmUp, warmUp: 0 });
    for (const clients of [1, 32]) {
      const before = await Promise.all([familyProcessorMs(pid), familyProcessorMs(process.pid)]);
      const warmUp = way === 'ink' ? LOAD_WARM_UP : LOAD_WARM_UP / 10;
      const load = { address, cookie, bodies: drawings[way], clients, warmUp };
      const result = await measureHttp(load);
      const after = await Promise.all([familyProcessorMs(pid), familyProcessorMs(process.pid)]);
      // With those that warmed up.
      const [apiMs, allMs] = after.map((ms, at) => (ms - before[at]) / (result.count + warmUp));
      const again = await measureBare(network, drawings.strokes);
      // What else the machine does changes; the bare call is measured on both sides.
      const p50Ms = (bare.p50Ms + again.p50Ms) / 2;
      const perSecond = (bare.perSecond + again.perSecond) / 2;
      bare = again;
      rows.push({
        ...{ network, way, clients, ...result, apiMs, allMs },
        aboveBareMs: result.p50Ms - p50Ms,
        throughputToBare: result.perSecond / perSecond,
      });
    }
  }
  return rows;
}

/** So many of each kind and network, to see what stays in memory. */
async function measureMemory({ address, pid }, cookie) {
  const share = Math.ceil(more / (NETWORKS.length * ways.length));
  for (const network of NETWORKS) {
    const drawings = await drawingsFor(network);
    for (const way of ways) {
      await measureHttp({
        address,
        cookie,
        bodies: drawings[way],
        clients: 32,
        warmUp: 0,
        most: share,
      });
    }
  }
  return residentMb(pid);
}

const COLUMNS = [
  ['network', ({ network }) => network],
  ['way', ({ way }) => way],
  ['clients', ({ clients }) => String(clients)],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
  ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(2)],
  ['per second', ({ perSecond }) => perSecond.toFixed(0)],
  ['p99 / p50', ({ p99Ms, p50Ms }) => (p99Ms / p50Ms).toFixed(1)],
  ['p50 over bare', ({ aboveBareMs = 0 }) => `+${aboveBareMs.toFixed(2)} ms`],
  ['per second / bare', ({ throughputToBare = 1 }) => `${throughputToBare.toFixed(3)} x`],
  ['API ms of CPU', ({ apiMs }) => apiMs?.toFixed(2) ?? ''],
  ['all of it', ({ allMs }) => allMs?.toFixed(2) ?? ''],
  ['load, cores', ({ loadCores }) => loadCores?.toFixed(2) ?? ''],
];

const { servers, stop } = await startServers();
try {
  const [server] = servers;
  const cookie = await signIn(server.address);
  const rows = [];
  for (const network of NETWORKS) rows.push(...(await measureNetwork(network, server, cookie)));
  printTable(COLUMNS, rows);
  const rssMb = more > 0 ? await measureMemory(server, cookie) : await residentMb(server.pid);
  const predictions = rows.reduce(
    (sum, { count, way }) => sum + (ways.includes(way) ? count : 0),
    more,
  );
  console.log(`The API holds ${rssMb.toFixed(0)} MB after ${predictions} predictions.`);
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  const others = loadavg()[0];
  console.log(JSON.stringify({ bench: 'predict', seconds, machine, others, rssMb, rows }));
} finally {
  await stop();
}
