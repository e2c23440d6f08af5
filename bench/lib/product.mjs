import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { API_BUNDLE } from '../../scripts/lib/bundles.mjs';

const READY = /Inkling is ready at (\S+)/;

/** Processes that a process has started itself, with their command lines. Linux only. */
async function childrenOf(pid) {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const numbers = children.trim().split(' ').filter(Boolean).map(Number);
  return Promise.all(
    numbers.map(async (child) => ({
      pid: child,
      command: await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => ''),
    })),
  );
}

/** All that `npm start` starts, on data of its own: API, trainer and Postgres, each of which may be hurt. */
export async function startProduct(root) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'inkling-bench-'));
  const { PATH, HOME } = process.env;
  const start = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { PATH, HOME, DATA_DIR: dataDir, PORT: '0', RATE_LIMIT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const began = performance.now();
  let output = '';
  const printed = new Promise((resolve) => {
    for (const stream of [start.stdout, start.stderr]) {
      stream.on('data', (data) => {
        output += data;
        const address = READY.exec(output)?.[1];
        if (address) resolve(address);
      });
    }
  });
  const stop = async () => {
    if (start.exitCode === null && start.signalCode === null) {
      start.kill('SIGTERM');
      await once(start, 'exit');
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  const ended = once(start, 'exit').then(() => {
    throw new Error(`npm start ended:\n${output}`);
  });
  try {
    const address = await Promise.race([printed, ended]);
    ended.catch(() => undefined);
    const tookMs = performance.now() - began;
    const part = async (name) => {
      const found = (await childrenOf(start.pid)).find(({ command }) => command.includes(name));
      if (!found) throw new Error(`${name} does not run`);
      return found.pid;
    };
    const postgres = () => part('postgres\0-D');
    return {
      address,
      /** Until it was ready. */
      tookMs,
      stop,
      api: () => part(API_BUNDLE),
      postgres,
      /** Postgres with all that serve its connections. */
      allOfPostgres: async () => {
        const postmaster = await postgres();
        return [postmaster, ...(await childrenOf(postmaster)).map(({ pid }) => pid)];
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
