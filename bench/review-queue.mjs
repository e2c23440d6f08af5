// `npm run bench:queue [-- --samples 100000] [--calls 20]`: how long a page of the review queue takes with
// a hundred thousand samples, in every order and with the usual filters: the query alone, as Postgres
// tells it (EXPLAIN ANALYZE), with the index that it took, and the whole answer over HTTP. Needs
// `npm run build`; starts a server and a Postgres of its own.
import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createPrismaClient, Prisma } from '@inkling/store';
import pg from 'pg';
import { send } from './lib/load.mjs';
import { adminAt } from './lib/people.mjs';
import { seedReview } from './lib/seed-review.mjs';
import { startServers } from './lib/server.mjs';
import { median, percentile } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { CountsRepository } = await import('../apps/api/dist/learn/review/counts.repository.js');
const { QueueRepository } = await import('../apps/api/dist/learn/review/queue.repository.js');

const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '100000' },
    calls: { type: 'string', default: '20' },
  },
});
const calls = Number(values.calls);
const WARM_UP = 3;
const PAGE = 100;
/** What a page's query may take. */
const LIMIT_MS = 50;

const writer = '01990000-0000-7000-8000-000000000007';
const PAGES = [
  ['newest', {}],
  ['newest', { status: 'pending' }],
  ['newest', { status: 'pending', network: 'digits' }],
  ['newest', { status: 'pending', label: '7', predicted: '1' }],
  ['newest', { status: 'pending', writer }],
  ['suspicion', {}],
  ['suspicion', { status: 'pending' }],
  ['suspicion', { status: 'pending', network: 'digits' }],
  ['suspicion', { status: 'pending', task: 'letters', label: 'B' }],
  ['suspicion', { status: 'approved', writer }],
  ['likeness', { status: 'pending' }],
  ['likeness', { status: 'pending', network: 'digits' }],
  ['likeness', { status: 'pending', label: 'U' }],
];

/** Runs a repository's own queries through EXPLAIN; `plans` has what it says of each. */
function explaining(client) {
  const plans = [];
  return {
    plans,
    async $queryRaw(strings, ...given) {
      const query = Prisma.sql(strings, ...given);
      const { rows } = await client.query(
        `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, FORMAT JSON) ${query.text}`,
        query.values,
      );
      plans.push(rows[0]['QUERY PLAN'][0]);
      return [];
    },
  };
}

/** How the narrow table was read. */
function readingOf({ Plan: plan }) {
  const found = [];
  const visit = (node) => {
    if (node['Relation Name'] === 'review_item' || node['Node Type'] === 'Bitmap Index Scan')
      found.push(node['Index Name'] ?? node['Node Type']);
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(plan);
  return found[0] === 'Bitmap Heap Scan' ? `${found.slice(1).join(' + ')} (bitmap)` : found[0];
}

async function explained(client, ask) {
  const times = [];
  let reading = '';
  for (let call = 0; call < WARM_UP + calls; call++) {
    const prisma = explaining(client);
    await ask(prisma);
    const total = prisma.plans.reduce((sum, plan) => sum + plan['Execution Time'], 0);
    if (call >= WARM_UP) times.push(total);
    reading = readingOf(prisma.plans[0]);
  }
  return { queryMs: median(times), reading };
}

async function overHttp(address, cookie, path) {
  const times = [];
  for (let call = 0; call < WARM_UP + calls; call++) {
    const start = performance.now();
    const options = { method: 'GET', headers: { cookie } };
    const { status, text } = await send(undefined, address + path, options);
    if (status !== 200) throw new Error(`${path}: ${status} ${text.slice(0, 300)}`);
    if (call >= WARM_UP) times.push(performance.now() - start);
  }
  return { httpP50Ms: median(times), httpP95Ms: percentile(times, 0.95) };
}

const { servers, databaseUrl, stop } = await startServers();
const client = new pg.Client({ connectionString: databaseUrl });
try {
  const { address } = servers[0];
  await seedReview(databaseUrl, Number(values.samples));
  await client.connect();
  const prisma = createPrismaClient(databaseUrl, { connections: 1 });
  const { cookie, get } = await adminAt(address, prisma);
  await prisma.$disconnect();

  const rows = [];
  for (const [sort, filter] of PAGES) {
    const query = new URLSearchParams({ ...filter, sort, limit: String(PAGE) });
    const { nextCursor } = await get(`/api/corrections?${query}`);
    for (const cursor of nextCursor ? [undefined, nextCursor] : [undefined]) {
      if (cursor) query.set('cursor', cursor);
      const ask = (explainer) =>
        new QueueRepository(explainer).list(filter, sort, cursor, PAGE + 1);
      rows.push({
        what: `${sort}${cursor ? ', next page' : ''}`,
        filter: Object.keys(filter).join(', ') || 'none',
        ...(await explained(client, ask)),
        ...(await overHttp(address, cookie, `/api/corrections?${query}`)),
      });
    }
  }
  const status = 'pending';
  const askCounts = async (explainer) => {
    const counts = new CountsRepository(explainer);
    await counts.byStatus();
    await counts.matching({ status });
    await counts.byPair({ status });
    await counts.byWriter({ status }, 50);
    await counts.byVersion({ status });
  };
  rows.push({
    what: 'counts',
    filter: 'status',
    ...(await explained(client, askCounts)),
    ...(await overHttp(address, cookie, '/api/corrections/counts')),
  });

  printTable(
    [
      ['page', ({ what }) => what],
      ['filter', ({ filter }) => filter],
      ['query ms', ({ queryMs }) => queryMs.toFixed(1)],
      ['HTTP p50 ms', ({ httpP50Ms }) => httpP50Ms.toFixed(0)],
      ['p95 ms', ({ httpP95Ms }) => httpP95Ms.toFixed(0)],
      ['review_item by', ({ reading }) => reading],
    ],
    rows,
  );
  console.log(JSON.stringify({ bench: 'queue', samples: Number(values.samples), rows }));
  const slow = rows.filter(({ what, queryMs }) => what !== 'counts' && queryMs > LIMIT_MS);
  for (const { what, filter, queryMs } of slow)
    console.error(`${what} (${filter}) takes ${queryMs.toFixed(0)} ms.`);
  process.exitCode = slow.length > 0 ? 1 : 0;
} finally {
  await client.end();
  await stop();
}
