// `npm run bench:memory [-- --seconds 5 --samples 3000]`: what a writer's own samples cost their predictions,
// over real HTTP: the same writer before and after they corrected that many drawings. Needs `npm run build`
// and the models; starts a server and a Postgres of its own.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { drawingsFor } from './lib/drawings.mjs';
import { measureHttp } from './lib/load.mjs';
import { correctAll, guestAt } from './lib/people.mjs';
import { randomOf } from './lib/seed/random.mjs';
import { startServer } from './lib/server.mjs';
import { printTable } from './lib/table.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    samples: { type: 'string', default: '3000' },
  },
});
const [seconds, samples] = [Number(values.seconds), Number(values.samples)];
if (!(seconds > 0)) throw new Error('--seconds: expected a number above 0');
if (!Number.isInteger(samples) || samples < 1)
  throw new Error('--samples: expected a whole number');

const WARM_UP = 50;
const WRITERS_AT_ONCE = 4;

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
  const share = Math.ceil(samples / WRITERS_AT_ONCE);
  await Promise.all(
    Array.from({ length: WRITERS_AT_ONCE }, (_, part) =>
      correctAll(writer, 'digits', drawings.slice(part * share, (part + 1) * share)),
    ),
  );
}

const server = await startServer();
try {
  const { labelled, ink: bodies } = await drawingsFor('digits');
  const writer = await guestAt(server.address);
  const { address } = server;
  const measure = async (own) => {
    const rows = [];
    for (const clients of [1, 8]) {
      const load = { address, cookie: writer.cookie, bodies, clients, seconds, warmUp: WARM_UP };
      rows.push({ own, clients, ...(await measureHttp(load)) });
    }
    return rows;
  };
  const before = await measure(0);
  await fill(writer, labelled);
  const after = await measure(samples);
  const rows = [...before, ...after].map((row, index) => ({
    ...row,
    toNone: row.p50Ms / before[index % before.length].p50Ms,
  }));
  printTable(
    [
      ['own samples', ({ own }) => String(own)],
      ['clients', ({ clients }) => String(clients)],
      ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(2)],
      ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(2)],
      ['per second', ({ perSecond }) => perSecond.toFixed(0)],
      ['p50 / without', ({ toNone }) => `${toNone.toFixed(2)} x`],
    ],
    rows,
  );
  const machine = { cpu: cpus()[0].model, cores: cpus().length, node: process.version };
  console.log(JSON.stringify({ bench: 'memory', seconds, samples, machine, rows }));
} finally {
  await server.stop();
}
