// `npm run bench:review-news [-- --rounds 40 --clients 8]`: how long after a decision the shared memory
// shows it, on the process that took it and on another one of the same database, while clients draw.
// Somebody else draws what was approved until its sample is among the neighbours, and what was put back
// until it is not. Wanted: within a second on each. Needs `npm run build`; brings its own Postgres.
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createPrismaClient } from '@inkling/store';
import { drawingsFor } from './lib/drawings.mjs';
import { startClients } from './lib/load.mjs';
import { adminAt, clientOf, guestAt } from './lib/people.mjs';
import { startServers } from './lib/server.mjs';
import { median, percentile } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '40' },
    clients: { type: 'string', default: '8' },
  },
});
const [rounds, clients] = [values.rounds, values.clients].map(Number);
const WANTED_MS = 1000;
/** Longer than that is a fault and no delay. */
const GIVE_UP_MS = 30_000;

const { servers, databaseUrl, stop } = await startServers({ replicas: 2 });
const prisma = createPrismaClient(databaseUrl, { connections: 2 });
try {
  const addresses = servers.map(({ address }) => address);
  const [writer, stranger] = [await guestAt(addresses[0]), await guestAt(addresses[0])];
  const admin = await adminAt(addresses[0], prisma);
  const strangers = addresses.map((address) => clientOf(address, stranger.cookie));
  const drawings = await drawingsFor('digits');
  const load =
    clients > 0
      ? startClients({ addresses, cookie: writer.cookie, bodies: drawings.ink, clients })
      : undefined;

  /** Milliseconds from `began` until a process shows the sample to others, or no longer does. */
  const until = async (client, strokes, sampleId, isShown, began) => {
    const body = { task: 'digits', ink: { strokes } };
    while (performance.now() - began < GIVE_UP_MS) {
      const { neighbours } = await client.post('/api/predictions', body, 201);
      if (neighbours.some((one) => one.sampleId === sampleId) === isShown) {
        return performance.now() - began;
      }
    }
    throw new Error(`no replica may take ${GIVE_UP_MS / 1000} s`);
  };
  const taken = { approve: [[], []], reopen: [[], []] };
  for (let round = 0; round < rounds; round++) {
    const { label, strokes } = drawings.labelled[round % drawings.labelled.length];
    const asked = { task: 'digits', ink: { strokes } };
    const { id: predictionId } = await writer.post('/api/predictions', asked, 201);
    const said = await writer.post('/api/corrections', { predictionId, label }, 201);
    for (const decision of ['approve', 'reopen']) {
      const began = performance.now();
      await admin.post('/api/corrections/review', { ids: [said.id], decision });
      const delays = await Promise.all(
        strangers.map((client) =>
          until(client, strokes, said.sampleId, decision === 'approve', began),
        ),
      );
      delays.forEach((delay, replica) => taken[decision][replica].push(delay));
    }
  }
  await load?.end();

  const rows = Object.entries(taken).flatMap(([decision, replicas]) =>
    replicas.map((delays, replica) => ({
      decision,
      replica: replica === 0 ? 'the one that decided' : 'the other',
      p50Ms: median(delays),
      p95Ms: percentile(delays, 0.95),
      maxMs: Math.max(...delays),
    })),
  );
  const ms = (value) => value.toFixed(0);
  printTable(
    [
      ['decision', (row) => row.decision],
      ['process', (row) => row.replica],
      ['p50 ms', (row) => ms(row.p50Ms)],
      ['p95 ms', (row) => ms(row.p95Ms)],
      ['max ms', (row) => ms(row.maxMs)],
    ],
    rows,
  );
  const late = rows.filter(({ maxMs }) => maxMs > WANTED_MS);
  for (const { decision, replica } of late)
    console.log(`missed: ${decision} at ${replica} took over a second`);
  console.log(JSON.stringify({ bench: 'review-news', rounds, clients, wantedMs: WANTED_MS, rows }));
  process.exitCode = late.length > 0 ? 1 : 0;
} finally {
  await prisma.$disconnect();
  await stop();
}
