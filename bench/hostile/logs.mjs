// What somebody can make a server write into its log, and how much of that stays on the disk.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createPrismaClient } from '@inkling/store';
import { openLog } from '../../scripts/lib/product/rotating-log.mjs';
import { drawingsFor } from '../lib/drawings.mjs';
import { send } from '../lib/load.mjs';
import { startServers } from '../lib/server.mjs';

export const name = 'logs';

const REQUESTS = 2000;
const FAILURES = 500;
const WRITTEN_MB = 200;

const kB = (bytes) => `${(bytes / 1024).toFixed(1)} kB`;

/** Addresses that are none, as a client that keeps to no rules sends them. */
const BROKEN = ['//', '///', '//:', '/\\', '/%zz', '/%00', `/api/models/${'a'.repeat(500)}`];

async function askBroken(address) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  const { hostname, port } = new URL(address);
  const ask = (requestPath) =>
    new Promise((resolve, reject) => {
      const options = { agent, hostname, port, path: requestPath };
      const request = http.get(options, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      request.on('error', reject);
    });
  let failures = 0;
  for (let count = 0; count < REQUESTS; count++) {
    if ((await ask(BROKEN[count % BROKEN.length])) >= 500) failures++;
  }
  agent.destroy();
  return failures;
}

/** Drawings that can't be recorded, for a fault of the server's own. */
async function makeFail(address, databaseUrl) {
  const prisma = createPrismaClient(databaseUrl, { connections: 1 });
  const agent = new http.Agent({ keepAlive: true });
  const [body] = (await drawingsFor('digits')).ink;
  const headers = { 'content-type': 'application/json' };
  await prisma.$executeRaw`ALTER TABLE prediction RENAME COLUMN ink TO away`;
  let failed = 0;
  for (let count = 0; count < FAILURES; count++) {
    const { status } = await send(agent, `${address}/api/predictions`, { headers, body });
    if (status >= 500) failed++;
  }
  await prisma.$executeRaw`ALTER TABLE prediction RENAME COLUMN away TO ink`;
  await prisma.$disconnect();
  agent.destroy();
  return failed;
}

/** @returns bytes of all files of a log that much was written into, and how many files there are */
async function fillLog() {
  const folder = await mkdtemp(path.join(tmpdir(), 'inkling-bench-log-'));
  try {
    const log = openLog(path.join(folder, 'api.log'));
    const line = 'x'.repeat(1023);
    for (let megabyte = 0; megabyte < WRITTEN_MB; megabyte++) {
      for (let count = 0; count < 1024; count++) log.write(line);
      // Lines come as they are written, not all at once.
      await wait(5);
    }
    log.end();
    await wait(500);
    const files = await readdir(folder);
    const sizes = await Promise.all(files.map((file) => stat(path.join(folder, file))));
    return sizes.reduce((sum, { size }) => sum + size, 0) / 1024 / 1024;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function run() {
  let written = 0;
  const { servers, databaseUrl, stop } = await startServers({
    env: { LOG_LEVEL: 'info' },
    onOutput: (data) => (written += data.length),
  });
  const [{ address }] = servers;
  const writtenBy = async (work) => {
    const before = written;
    const result = await work();
    // What is on its way to us.
    await wait(300);
    return { result, bytes: written - before };
  };
  try {
    const broken = await writtenBy(() => askBroken(address));
    const failed = await writtenBy(() => makeFail(address, databaseUrl));
    const keptMb = await fillLog();
    return [
      {
        figure: `log of ${REQUESTS} requests for addresses that are none`,
        wanted: '≤ 1 kB, none answered 5xx',
        measured: `${kB(broken.bytes)}, ${broken.result} answered 5xx`,
        holds: broken.bytes <= 1024 && broken.result === 0,
      },
      {
        figure: `log of ${FAILURES} requests of one address that fail for a fault of ours`,
        wanted: '≤ 150 kB (60 lines a minute)',
        measured: `${kB(failed.bytes)}, ${failed.result} failed`,
        holds: failed.bytes <= 150 * 1024 && failed.result > 0,
      },
      {
        figure: `disk that a log takes after ${WRITTEN_MB} MB`,
        wanted: '≤ 41 MB',
        measured: `${keptMb.toFixed(1)} MB`,
        holds: keptMb <= 41,
      },
    ];
  } finally {
    await stop();
  }
}
