// `npm run bench:analytics [-- --predictions 1000000] [--calls 20] [--explain]`: how long each figure of the
// dashboard takes over HTTP on an installation with a million predictions (bench/lib/seed), for the whole
// time, for 30 days and for one writer. `--explain` prints how Postgres finds each. Needs `npm run build`;
// starts a server and a Postgres of its own.
import 'reflect-metadata';
import { cpus, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createPrismaClient } from '@inkling/store';
import pg from 'pg';
import { explainFigures } from './lib/explain.mjs';
import { send } from './lib/load.mjs';
import { adminAt } from './lib/people.mjs';
import { seedPredictions } from './lib/seed/seed.mjs';
import { startServers } from './lib/server.mjs';
import { percentile } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    predictions: { type: 'string', default: '1000000' },
    calls: { type: 'string', default: '20' },
    explain: { type: 'boolean', default: false },
  },
});
const calls = Number(values.calls);
const LIMIT_MS = 300;
const WARM_UP = 3;
const FIGURES = ['activity', 'confusions', 'reliability', 'memory', 'classes', 'latency'];

const day = (daysAgo) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

async function measure(address, cookie, path) {
  const latencies = [];
  let bytes = 0;
  for (let call = 0; call < WARM_UP + calls; call++) {
    const start = performance.now();
    const { status, text } = await send(undefined, address + path, {
      method: 'GET',
      headers: { cookie },
    });
    if (status !== 200) throw new Error(`${path}: ${status} ${text.slice(0, 300)}`);
    if (call >= WARM_UP) latencies.push(performance.now() - start);
    bytes = text.length;
  }
  return { p50Ms: percentile(latencies, 0.5), p95Ms: percentile(latencies, 0.95), bytes };
}

const COLUMNS = [
  ['figure', ({ figure }) => figure],
  ['of', ({ of }) => of],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(0)],
  ['p95 ms', ({ p95Ms }) => p95Ms.toFixed(0)],
  ['kB', ({ bytes }) => (bytes / 1000).toFixed(1)],
  [`under ${LIMIT_MS} ms`, ({ p95Ms }) => (p95Ms < LIMIT_MS ? 'yes' : 'no')],
];

const { servers, databaseUrl, stop } = await startServers();
try {
  const { address } = servers[0];
  const seedStart = performance.now();
  const seeded = await seedPredictions(databaseUrl, { predictions: Number(values.predictions) });
  const seedSeconds = (performance.now() - seedStart) / 1000;
  const prisma = createPrismaClient(databaseUrl, { connections: 1 });
  const { cookie, get } = await adminAt(address, prisma);
  await prisma.$disconnect();
  const { items } = await get('/api/analytics/writers');
  const writer = items.find(({ isGuest }) => !isGuest).id;
  const scopes = [
    ['everything', 'zone=Europe/Berlin'],
    ['30 days', `zone=Europe/Berlin&from=${day(29)}`],
    ['a year, digits', `zone=Europe/Berlin&from=${day(364)}&network=digits`],
    ['one writer', `zone=Europe/Berlin&writer=${writer}`],
  ];
  const rows = [];
  for (const figure of FIGURES) {
    for (const [of, query] of scopes) {
      rows.push({
        figure,
        of,
        ...(await measure(address, cookie, `/api/analytics/${figure}?${query}`)),
      });
    }
  }
  for (const [figure, path] of [
    ['now', '/api/analytics/now'],
    ['writers', '/api/analytics/writers'],
  ]) {
    rows.push({ figure, of: 'everything', ...(await measure(address, cookie, path)) });
  }
  printTable(COLUMNS, rows);
  if (values.explain) {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await explainFigures(client, { writer });
    await client.end();
  }
  // Others who work on the same cores make every figure slower: the load tells.
  const load = loadavg()[0];
  const machine = { cpu: cpus()[0].model, cores: cpus().length, load, node: process.version };
  const slowest = Math.max(...rows.map(({ p95Ms }) => p95Ms));
  console.log(
    JSON.stringify({ bench: 'analytics', calls, machine, seeded, seedSeconds, slowest, rows }),
  );
  if (slowest >= LIMIT_MS) process.exitCode = 1;
} finally {
  await stop();
}
