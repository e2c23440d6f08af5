// `npm run bench:own-data [-- --drawings 10000 --corrected 2000]`: how long it takes to read in a file of a person's own
// data, the second time too, and the memory (RSS) of the API meanwhile. Needs `npm run build`; brings its own Postgres.
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createPrismaClient } from '@inkling/store';
import { glyphPicture } from '../apps/api/dist/common/glyph-bytes.js';
import { idOfTime } from '../apps/api/dist/common/id.js';
import { adminAt } from './lib/people.mjs';
import { residentMb } from './lib/resident.mjs';
import { sendFile } from './lib/send-file.mjs';
import { startServers } from './lib/server.mjs';
import { printTable } from './lib/table.mjs';
import { watched } from './lib/watched.mjs';

const { values } = parseArgs({
  options: {
    drawings: { type: 'string', default: '10000' },
    corrected: { type: 'string', default: '2000' },
  },
});
const [drawings, corrected] = [Number(values.drawings), Number(values.corrected)];
const BEGAN = Date.parse('2025-01-01T00:00:00Z');
const MINUTE_MS = 60_000;

/** Two strokes of chance, as long as people draw them. */
const ink = () => ({
  strokes: [0, 1].map(() => Array.from({ length: 30 }, (_, at) => [...randomBytes(2), at * 12])),
});

function drawing(at) {
  const createdAt = new Date(BEGAN + at * MINUTE_MS).toISOString();
  const said = { label: '7', given: '7', createdAt, updatedAt: createdAt };
  return {
    ...{
      type: 'prediction',
      id: idOfTime(BEGAN + at * MINUTE_MS),
      task: 'digits',
      network: 'digits',
    },
    ...{ inputKind: 'ink', ink: ink(), glyph: glyphPicture(randomBytes(784)), label: '7' },
    ...{ probability: 0.9, certainty: 'sure', decidedBy: 'model', options: { memory: true } },
    ...{ candidates: [{ label: '7', probability: 0.9 }], timings: { total: 4 }, picture: null },
    ...{ createdAt, model: { network: 'digits', version: 1 } },
    correction: at < corrected ? { ...said, sampleId: idOfTime(BEGAN + at * MINUTE_MS) } : null,
  };
}

function* lines() {
  yield '{"type":"about","format":2}\n';
  for (let at = 0; at < drawings; at++) yield `${JSON.stringify(drawing(at))}\n`;
  yield '{"type":"end"}\n';
}

const { servers, databaseUrl, dataDir, stop } = await startServers();
const prisma = createPrismaClient(databaseUrl, { connections: 2 });
const results = [];
try {
  const [{ address, pid }] = servers;
  const { cookie } = await adminAt(address, prisma);
  await wait(3000);
  const file = path.join(dataDir, 'own-data.jsonl');
  await pipeline(Readable.from(lines()), createWriteStream(file));
  const { size } = await stat(file);
  for (const time of ['first', 'second']) {
    const beforeMb = await residentMb(pid);
    const read = await watched(pid, () =>
      sendFile(address, cookie, { to: '/api/me/import', file }),
    );
    const { drawings: counted, corrections } = read.result;
    results.push({
      ...{ time, size, beforeMb, seconds: read.seconds, moreMb: read.mostMb() - beforeMb },
      ...{ drawings: counted.added, corrections: corrections.added },
    });
  }
  const whole = (value) => Math.round(value).toLocaleString('en');
  printTable(
    [
      ['time', (row) => row.time],
      ['file', (row) => `${whole(row.size / 1e6)} MB`],
      ['new drawings', (row) => whole(row.drawings)],
      ['new corrections', (row) => whole(row.corrections)],
      ['took', (row) => `${row.seconds.toFixed(1)} s`],
      ['RSS before', (row) => `${whole(row.beforeMb)} MB`],
      ['more', (row) => `+${whole(row.moreMb)} MB`],
    ],
    results,
  );
} finally {
  await prisma.$disconnect();
  await stop();
}
