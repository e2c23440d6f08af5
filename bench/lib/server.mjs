import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { API_BUNDLE } from '../../scripts/lib/bundles.mjs';
import { apiEnvironment } from '../../scripts/lib/product/api-environment.mjs';
import { applyMigrations, startEmbeddedPostgres } from '@inkling/store';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Resolves with the address that the API prints, rejects when it ends before. */
async function addressOf(child) {
  let output = '';
  const printed = new Promise((resolve) => {
    child.stdout.on('data', (data) => {
      output += data;
      const address = /listening on (http:\S+)/.exec(output)?.[1];
      if (address) resolve(address);
    });
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the API did not start:\n${output}`);
  });
  return Promise.race([printed, ended]);
}

function startApi(databaseUrl, dataDir, env, checkout = root) {
  return spawn(process.execPath, [path.join(checkout, API_BUNDLE)], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...apiEnvironment(process.env),
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      PORT: '0',
      HOST: '127.0.0.1',
      RATE_LIMIT: '0',
      LOG_LEVEL: 'error',
      ...env,
    },
  });
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/**
 * The built API on a Postgres of its own, both in a temporary folder that `stop` removes.
 *
 * @param {{ replicas?: number, env?: Record<string, string>, onOutput?: (data: Buffer) => void }} [options]
 *   processes on the one database, settings of theirs, and who is told what they print
 */
export async function startServers({ replicas = 1, env = {}, onOutput } = {}) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'inkling-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, endsWithProcess: true });
  const children = [];
  const stop = async () => {
    await Promise.all(children.map(end));
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await applyMigrations(postgres.url, path.join(root, 'prisma', 'migrations'));
    const servers = [];
    /** A further process, with a cache of its own, as on another machine; of another checkout, if one is named. */
    const startReplica = async (checkout) => {
      const began = performance.now();
      const replicaDir = path.join(dataDir, `replica-${children.length}`);
      const child = startApi(postgres.url, replicaDir, env, checkout);
      if (onOutput) child.stdout.on('data', onOutput);
      children.push(child);
      const address = await addressOf(child);
      const startMs = performance.now() - began;
      return { address, pid: child.pid, startMs, end: () => end(child) };
    };
    for (let count = 0; count < replicas; count++) servers.push(await startReplica());
    return { servers, databaseUrl: postgres.url, dataDir, startReplica, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One process of it. */
export async function startServer() {
  const { servers, stop } = await startServers();
  return { address: servers[0].address, stop };
}
