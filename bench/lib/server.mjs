import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyMigrations, startEmbeddedPostgres } from '@inkling/database';

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

/** The built API on a Postgres of its own, both in a temporary folder that `stop` removes. */
export async function startServer() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'inkling-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  let child;
  const stop = async () => {
    if (child && child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await applyMigrations(postgres.url, path.join(root, 'prisma', 'migrations'));
    child = spawn(process.execPath, [path.join(root, 'apps/api/dist/main.js')], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: postgres.url,
        DATA_DIR: dataDir,
        PORT: '0',
        HOST: '127.0.0.1',
        RATE_LIMIT: '0',
        LOG_LEVEL: 'error',
      },
    });
    return { address: await addressOf(child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
