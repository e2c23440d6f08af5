// `npm run bench:memory [-- --samples 0,10000,100000 --rounds 10]`: what samples in memory cost: a prediction with
// memory beside one without, over real HTTP, in turns on the same server, so that whatever else the machine does
// meets both; what the API holds, how long it takes to start, and which share of the ten nearest the search finds
// that a scan of all floats finds. Needs `npm run build` and the models; starts servers and a Postgres of its own.
process.env.ORT_DISABLE_TELEMETRY = '1';

import { readFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import http from 'node:http';
import { glyphFromStrokes, glyphToBytes } from '@inkling/ink';
import {
  LabelSpace,
  MemoryBlock,
  nearest,
  NetworkMemory,
  normaliseRows,
  openSession,
} from '@inkling/recognizer';
import { drawingsFor } from './lib/drawings.mjs';
import { send, signIn } from './lib/load.mjs';
import { residentMb } from './lib/resident.mjs';
import { seedMemory } from './lib/seed-memory.mjs';
import { randomOf } from './lib/seed/random.mjs';
import { startServers } from './lib/server.mjs';
import { median, percentile } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '0,10000,100000' },
    rounds: { type: 'string', default: '10' },
  },
});
const sizes = values.samples.split(',').map(Number);
const rounds = Number(values.rounds);
if (!sizes.every((size, at) => Number.isInteger(size) && size >= (sizes[at - 1] ?? 0)))
  throw new Error('--samples: expected whole numbers, the smallest first');
if (!(rounds > 0)) throw new Error('--rounds: expected a number above 0');

const NETWORK = 'characters';
const NEAREST = 10;

const engine = await import('onnxruntime-node');
const onnx = await readFile(new URL(`../models/${NETWORK}/model.onnx`, import.meta.url));
const card = JSON.parse(
  await readFile(new URL(`../models/${NETWORK}/card.json`, import.meta.url), 'utf8'),
);
const { labelled, ink } = await drawingsFor(NETWORK);
const session = await openSession(engine, onnx);
const seeds = [];
for (const { label, strokes } of labelled) {
  const { glyph } = glyphFromStrokes(strokes);
  const { embeddings } = await session.run(glyph, 1);
  const vector = normaliseRows(embeddings, embeddings.length);
  seeds.push({ label, vector, glyph: Buffer.from(glyphToBytes(glyph)) });
}
await session.release();

/** The share of the nearest that are found, in this process, and what a search takes. */
function recall(vectors) {
  if (vectors.length === 0) return { recall: 1, searchMs: 0 };
  const labels = new LabelSpace(card);
  const size = card.embeddingSize;
  const memory = new NetworkMemory(size, labels, { block: MemoryBlock.shared() });
  const rows = new Float32Array(vectors.length * size);
  vectors.forEach((embedding, at) => {
    rows.set(embedding, at * size);
    const glyph = new Uint8Array(784);
    const known = { id: String(at), revision: 1, writerId: null, saidAtMs: 0, glyph, embedding };
    memory.put({ ...known, ownClass: null, sharedClass: 0 });
  });
  memory.index();
  const allowed = labels.mask(labels.labels);
  const times = [];
  let found = 0;
  for (const { vector } of seeds) {
    const wanted = nearest(vector, rows, vectors.length, size, NEAREST);
    const start = performance.now();
    const got = memory.nearest(null, vector, NEAREST, allowed);
    times.push(performance.now() - start);
    const ids = new Set(got.map(({ sample }) => Number(sample.id)));
    found += wanted.filter(({ index }) => ids.has(index)).length;
  }
  return { recall: found / (seeds.length * NEAREST), searchMs: median(times) };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Every drawing once with memory and once without, one after the other. */
async function measure({ address }, cookie) {
  const headers = { 'content-type': 'application/json', cookie };
  const ask = async (body) => {
    const sent = performance.now();
    const answer = await send(agent, `${address}/api/predictions`, { headers, body });
    if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.text.slice(0, 300)}`);
    return { ms: performance.now() - sent, ...JSON.parse(answer.text).timings };
  };
  const [having, alone] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    for (const body of ink) {
      const one = await ask(body);
      const other = await ask(JSON.stringify({ ...JSON.parse(body), memory: false }));
      // The first round warms up.
      if (round === 0) continue;
      having.push(one);
      alone.push(other);
    }
  }
  const p50 = (answers) => median(answers.map(({ ms }) => ms));
  return {
    p50Ms: p50(having),
    p99Ms: percentile(
      having.map(({ ms }) => ms),
      0.99,
    ),
    aboveMs: p50(having) - p50(alone),
    memoryMs: median(having.map(({ memory }) => memory)),
  };
}

const { servers, databaseUrl, startReplica, stop } = await startServers();
try {
  // It put the first versions into service.
  await servers[0].end();
  const { next: random } = randomOf(1);
  const vectors = [];
  const rows = [];
  for (const samples of sizes) {
    const count = samples - vectors.length;
    for (const vector of await seedMemory({
      ...{ databaseUrl, network: NETWORK, count, seeds, random },
    }))
      vectors.push(vector);
    const server = await startReplica();
    const measured = await measure(server, await signIn(server.address));
    const rssMb = await residentMb(server.pid);
    await server.end();
    rows.push({ samples, startMs: server.startMs, rssMb, ...measured, ...recall(vectors) });
  }
  printTable(
    [
      ['samples', ({ samples }) => String(samples)],
      ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
      ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(2)],
      ['p50 over without', ({ aboveMs }) => `${aboveMs < 0 ? '' : '+'}${aboveMs.toFixed(2)}`],
      ['timings.memory (p50)', ({ memoryMs }) => memoryMs.toFixed(2)],
      ['search alone (p50)', ({ searchMs }) => searchMs.toFixed(2)],
      ['recall@10', (row) => row.recall.toFixed(4)],
      ['RSS MB', ({ rssMb }) => rssMb.toFixed(0)],
      ['over none', ({ rssMb }) => `+${(rssMb - rows[0].rssMb).toFixed(0)}`],
      ['start s', ({ startMs }) => (startMs / 1000).toFixed(1)],
    ],
    rows,
  );
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  console.log(JSON.stringify({ bench: 'memory', machine, others: loadavg()[0], rows }));
} finally {
  agent.destroy();
  await stop();
}
