// `npm run bench:memory [-- --rounds 10 --samples 3000]`: what a writer's own samples cost their predictions,
// over real HTTP: one writer who corrected that many drawings beside one who corrected none, in turns, so
// that whatever else the machine does meets both. Needs `npm run build` and the models; starts a server and
// a Postgres of its own.
import http from 'node:http';
import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createPrismaClient } from '@inkling/store';
import { drawingsFor } from './lib/drawings.mjs';
import { send } from './lib/load.mjs';
import { correctAll, guestAt } from './lib/people.mjs';
import { randomOf } from './lib/seed/random.mjs';
import { startServers } from './lib/server.mjs';
import { median, percentile } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    samples: { type: 'string', default: '3000' },
  },
});
const [rounds, samples] = [Number(values.rounds), Number(values.samples)];
if (!(rounds > 0)) throw new Error('--rounds: expected a number above 0');
if (!Number.isInteger(samples) || samples < 1)
  throw new Error('--samples: expected a whole number');

const AT_ONCE = 4;

/** The same drawing by the same writer on another day: leaned and stretched a little. */
function again({ label, strokes }, random) {
  const lean = (random() - 0.5) * 0.3;
  const stretch = 0.85 + random() * 0.3;
  return {
    label,
    strokes: strokes.map((stroke) =>
      stroke.map(([x, y, ...rest]) => [x * stretch + y * lean + 200, y, ...rest]),
    ),
  };
}

async function fill(writer, labelled) {
  const { next: random } = randomOf(1);
  const drawings = Array.from({ length: samples }, (_, turn) =>
    again(labelled[turn % labelled.length], random),
  );
  const share = Math.ceil(samples / AT_ONCE);
  await Promise.all(
    Array.from({ length: AT_ONCE }, (_, part) =>
      correctAll(writer, 'digits', drawings.slice(part * share, (part + 1) * share)),
    ),
  );
}

/** Until every sample has its suspicion: that work goes on beside requests, and is measured by its own bench. */
async function settled(prisma) {
  while ((await prisma.reviewItem.count({ where: { stale: { gt: 0 } } })) > 0) await wait(500);
}

/** All bodies once, by so many clients. */
async function measure({ address, agent }, { cookie }, { bodies, clients }) {
  const headers = { 'content-type': 'application/json', cookie };
  const left = [...bodies];
  const answers = [];
  const client = async () => {
    for (let body = left.pop(); body !== undefined; body = left.pop()) {
      const sent = performance.now();
      const answer = await send(agent, `${address}/api/predictions`, { headers, body });
      if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.text.slice(0, 300)}`);
      const { timings } = JSON.parse(answer.text);
      answers.push({ ms: performance.now() - sent, memoryMs: timings.memory });
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return answers;
}

const { servers, databaseUrl, stop } = await startServers();
const prisma = createPrismaClient(databaseUrl, { connections: 1 });
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
try {
  const { labelled, ink: bodies } = await drawingsFor('digits');
  const server = { address: servers[0].address, agent };
  const writers = [
    { own: 0, ...(await guestAt(server.address)) },
    { own: samples, ...(await guestAt(server.address)) },
  ];
  await fill(writers[1], labelled);
  await settled(prisma);
  const rows = [];
  for (const clients of [1, 8]) {
    const answers = writers.map(() => []);
    for (let round = 0; round <= rounds; round++) {
      for (const [index, writer] of writers.entries()) {
        const measured = await measure(server, writer, { bodies, clients });
        // The first round warms up.
        if (round > 0) answers[index].push(...measured);
      }
    }
    const p50s = answers.map((of) => median(of.map(({ ms }) => ms)));
    for (const [index, of] of answers.entries()) {
      const all = of.map(({ ms }) => ms);
      rows.push({
        own: writers[index].own,
        clients,
        p50Ms: p50s[index],
        p99Ms: percentile(all, 0.99),
        memoryMs: median(of.map(({ memoryMs }) => memoryMs)),
        toNone: p50s[index] / p50s[0],
      });
    }
  }
  printTable(
    [
      ['own samples', ({ own }) => String(own)],
      ['clients', ({ clients }) => String(clients)],
      ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
      ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(2)],
      ['of it memory (p50)', ({ memoryMs }) => memoryMs.toFixed(2)],
      ['p50 / without', ({ toNone }) => `${toNone.toFixed(2)} x`],
    ],
    rows,
  );
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  console.log(JSON.stringify({ bench: 'memory', rounds, samples, machine, rows }));
} finally {
  agent.destroy();
  await prisma.$disconnect();
  await stop();
}
