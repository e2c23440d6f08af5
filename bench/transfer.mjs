// `npm run bench:transfer [-- --rows 1000000 --formats idx,jsonl,hdf5,png --status pending]`: rows a second and memory
// (RSS) of an import and of an export of generated samples, which then are removed again. Wanted: at most 300 MB more.
// Needs `npm run build`; brings its own Postgres.
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createPrismaClient } from '@inkling/store';
import { BUILT_HDF5 } from '../apps/api/dist/transfer/formats/hdf5/hdf5-thread.js';
import { toHdf5 } from '../apps/api/dist/transfer/exports/hdf5-export.js';
import { toIdx } from '../apps/api/dist/transfer/exports/idx-export.js';
import { toJsonl } from '../apps/api/dist/transfer/exports/jsonl-export.js';
import { toPngFolders } from '../apps/api/dist/transfer/exports/png-export.js';
import { adminAt } from './lib/people.mjs';
import { residentMb } from './lib/resident.mjs';
import { sendFile } from './lib/send-file.mjs';
import { startServers } from './lib/server.mjs';
import { printTable } from './lib/table.mjs';
import { watched } from './lib/watched.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    formats: { type: 'string', default: 'idx' },
    status: { type: 'string', default: 'pending' },
  },
});
const rows = Number(values.rows);
const MOST_MB = 300;
const PAGE = 1000;
const SIDE = 28;

/** Strokes of chance: no two alike, and as easily packed as real ones. */
function glyph() {
  const pixels = new Uint8Array(SIDE * SIDE);
  const chance = randomBytes(48);
  for (let at = 0; at + 3 < chance.length; at += 4) {
    const [x, y, length, ink] = chance.subarray(at, at + 4);
    for (let step = 0; step < 4 + (length % 10); step++) {
      const place = (4 + ((y + step) % 20)) * SIDE + 4 + ((x + (ink % 3) * step) % 20);
      pixels[place] = 128 + (ink >> 1);
    }
  }
  return pixels;
}

async function* pages() {
  for (let made = 0; made < rows; made += PAGE) {
    yield Array.from({ length: Math.min(PAGE, rows - made) }, (_, at) => ({
      ...{ total: rows, task: 'digits', label: String((made + at) % 10), given: '0' },
      ...{ reviewerLabel: null, status: values.status, glyph: glyph(), ink: null },
      ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' },
    }));
  }
}

async function contentOf(format, folder) {
  if (format === 'hdf5') {
    return toHdf5(pages(), 'digits', { path: path.join(folder, 'made.h5'), source: BUILT_HDF5 });
  }
  const make = { idx: toIdx, png: toPngFolders, jsonl: toJsonl }[format];
  return Readable.from(make(pages(), 'digits'));
}

const { servers, databaseUrl, dataDir, stop } = await startServers();
const prisma = createPrismaClient(databaseUrl, { connections: 2 });
const results = [];
try {
  const [{ address, pid }] = servers;
  const admin = await adminAt(address, prisma);
  await wait(3000);
  const ended = async (id) => {
    for (;;) {
      const { refused: _refused, ...state } = await admin.get(`/api/imports/${id}`);
      if (['completed', 'failed', 'undone'].includes(state.status)) return state;
      await wait(200);
    }
  };
  for (const format of values.formats.split(',')) {
    const file = path.join(dataDir, `bench.${format}`);
    await pipeline(await contentOf(format, dataDir), createWriteStream(file));
    const { size } = await stat(file);
    const beforeMb = await residentMb(pid);
    const fields = { format, task: 'digits', status: values.status };
    const sent = await watched(pid, async () => {
      const { id } = await sendFile(address, admin.cookie, { to: '/api/imports', file, fields });
      return id;
    });
    const imported = await watched(pid, () => ended(sent.result));
    if (imported.result.status !== 'completed') throw new Error(imported.result.failure);
    console.error(
      `${format}: ${rows} rows in ${imported.seconds.toFixed(0)} s, +${Math.round(imported.mostMb() - beforeMb)} MB`,
    );
    const exported = await watched(pid, async () => {
      const answer = await fetch(`${address}/api/exports?format=${format}&task=digits`, {
        headers: { cookie: admin.cookie },
      });
      let bytes = 0;
      for await (const chunk of answer.body) bytes += chunk.length;
      return bytes;
    });
    await admin.post(`/api/imports/${sent.result}/undo`, {}, 202);
    const undone = await watched(pid, () => ended(sent.result));
    const { counts } = imported.result;
    results.push({
      format,
      fileMb: size / 1e6,
      imported: counts.imported,
      duplicates: counts.duplicates,
      uploadSeconds: sent.seconds,
      importedASecond: counts.seen / imported.seconds,
      exportedASecond: counts.imported / exported.seconds,
      removedASecond: counts.imported / undone.seconds,
      beforeMb,
      moreMb:
        Math.max(sent.mostMb(), imported.mostMb(), exported.mostMb(), undone.mostMb()) - beforeMb,
    });
    console.error(JSON.stringify(results.at(-1)));
  }
  const whole = (value) => Math.round(value).toLocaleString('en');
  printTable(
    [
      ['format', (row) => row.format],
      ['file', (row) => `${whole(row.fileMb)} MB`],
      ['imported', (row) => whole(row.imported)],
      ['rows a second in', (row) => whole(row.importedASecond)],
      ['out', (row) => whole(row.exportedASecond)],
      ['undone', (row) => whole(row.removedASecond)],
      ['RSS before', (row) => `${whole(row.beforeMb)} MB`],
      ['more', (row) => `+${whole(row.moreMb)} MB`],
    ],
    results,
  );
  console.log(JSON.stringify({ bench: 'transfer', rows, status: values.status, results }));
  process.exitCode = results.some(({ moreMb }) => moreMb > MOST_MB) ? 1 : 0;
} finally {
  await prisma.$disconnect();
  await stop();
}
