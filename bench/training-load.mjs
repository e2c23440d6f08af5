// `npm run bench:training-load [-- --network digits --samples 200 --seconds 4]`: what clients notice of a
// training job on the same machine. Starts API and trainer as `npm start` does, corrects and approves
// drawings, and measures p99 before the job, while it trains, and after it, with different numbers of
// clients. Wanted: at most 2 times the calm p99 (medians of windows). Needs `npm run build` and
// libtensorflow; brings its own Postgres.
import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createPrismaClient } from '@inkling/store';
import { drawingsFor } from './lib/drawings.mjs';
import { measureHttp } from './lib/load.mjs';
import { adminAt, correctAll, guestAt } from './lib/people.mjs';
import { startServers } from './lib/server.mjs';
import { median } from './lib/statistics.mjs';
import { printTable } from './lib/table.mjs';
import { startTrainer } from './lib/trainer.mjs';

const { values } = parseArgs({
  options: {
    network: { type: 'string', default: 'digits' },
    samples: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '4' },
    clients: { type: 'string', multiple: true, default: ['1', '8', '32'] },
    calm: { type: 'string', default: '5' },
  },
});
const { network } = values;
const [samples, seconds, calmWindows] = [values.samples, values.seconds, values.calm].map(Number);
const levels = values.clients.map(Number);
const MOST = 2;

/** Drawings again and again, each time a little slanted, so that no two are the same. */
const slanted = ({ label, strokes }, turn) => ({
  label,
  strokes: strokes.map((stroke) => stroke.map(([x, y]) => [x + turn * 0.05 * y, y])),
});

async function approveSamples(admin, writer, labelled) {
  const many = Array.from({ length: samples }, (_, at) =>
    slanted(labelled[at % labelled.length], Math.floor(at / labelled.length)),
  );
  await correctAll(writer, network, many);
  for (;;) {
    const { items } = await admin.get(
      `/api/corrections?status=pending&network=${network}&limit=100`,
    );
    if (items.length === 0) return;
    const ids = items.map(({ id }) => id);
    await admin.post('/api/corrections/review', { ids, decision: 'approve' });
  }
}

const { servers, databaseUrl, dataDir, stop } = await startServers();
const [{ address }] = servers;
const prisma = createPrismaClient(databaseUrl, { connections: 2 });
let stopTrainer = async () => undefined;
try {
  stopTrainer = await startTrainer({ databaseUrl, dataDir });
  const admin = await adminAt(address, prisma);
  // Somebody else asks: the memory of the writer would be part of the answer.
  const [writer, visitor] = [await guestAt(address), await guestAt(address)];
  const drawings = await drawingsFor(network);
  await approveSamples(admin, writer, drawings.labelled);

  const measured = new Map(levels.map((clients) => [clients, { calm: [], training: [] }]));
  const window = async (clients) => {
    const options = { address, cookie: visitor.cookie, bodies: drawings.ink, clients, warmUp: 0 };
    return (await measureHttp({ ...options, seconds })).p99Ms;
  };
  const calm = async () => {
    for (let turn = 0; turn < calmWindows; turn++) {
      for (const clients of levels) measured.get(clients).calm.push(await window(clients));
    }
  };

  for (const clients of levels) await window(clients);
  await calm();
  const { id } = await admin.post('/api/training-jobs', { network }, 202);
  let job;
  const trains = async () => {
    job = await admin.get(`/api/training-jobs/${id}`);
    return job.phase === 'training' && job.progress !== null;
  };
  const isOver = () => ['completed', 'failed', 'cancelled'].includes(job.status);
  for (let turn = 0; ; turn++) {
    const before = await trains();
    if (isOver()) break;
    if (!before) {
      await wait(200);
      continue;
    }
    const clients = levels[turn % levels.length];
    const p99Ms = await window(clients);
    // Only windows that lie within the training count.
    if (await trains()) measured.get(clients).training.push(p99Ms);
    if (isOver()) break;
  }
  await calm();

  const rows = levels.map((clients) => {
    const { calm, training } = measured.get(clients);
    const [calmP99Ms, trainingP99Ms] = [median(calm), median(training)];
    return {
      clients,
      windows: training.length,
      calmP99Ms,
      trainingP99Ms,
      ratio: trainingP99Ms / calmP99Ms,
    };
  });
  printTable(
    [
      ['clients', (row) => String(row.clients)],
      ['windows', (row) => String(row.windows)],
      ['p99 calm ms', (row) => row.calmP99Ms.toFixed(1)],
      ['p99 training ms', (row) => row.trainingP99Ms?.toFixed(1) ?? '-'],
      ['ratio', (row) => `${row.ratio.toFixed(2)} x`],
    ],
    rows,
  );
  const { status, verdict, failure, startedAt, finishedAt } = job;
  const jobSeconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  const what = { status, verdict, failure, seconds: jobSeconds, samples };
  console.log(JSON.stringify({ bench: 'training-load', network, machine, job: what, rows }));
  const isGood = status === 'completed' && rows.every(({ ratio }) => ratio <= MOST);
  if (!isGood) console.log(`missed: the job must end, and every ratio be at most ${MOST}`);
  process.exitCode = isGood ? 0 : 1;
} finally {
  await stopTrainer();
  await prisma.$disconnect();
  await stop();
}
