import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** A Redis of a test's own. */
export interface TestRedis {
  readonly url: string;
  stop(): Promise<void>;
}

const START_WITHIN_MS = 15_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/**
 * Starts `redis-server` on a free port, with nothing kept.
 *
 * @throws Error naming the command that installs it, where it is missing
 */
export async function startTestRedis(): Promise<TestRedis> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'inkling-redis-'));
  const child = spawn(
    process.env['REDIS_SERVER_PATH'] ?? 'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
    { stdio: 'ignore' },
  );
  let ended: string | undefined;
  child.once('error', (error: NodeJS.ErrnoException) => {
    ended =
      error.code === 'ENOENT'
        ? 'it is not found ("npm test" gets it, or name it with REDIS_SERVER_PATH)'
        : error.message;
  });
  child.once('exit', (code, signal) => {
    ended ??= `it ended (${signal ?? code})`;
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    for (let waits = 0; waits < 200 && ended === undefined; waits++) await wait(10);
    await rm(folder, { recursive: true, force: true });
  };

  const url = `redis://127.0.0.1:${port}`;
  for (const deadline = Date.now() + START_WITHIN_MS; Date.now() < deadline; await wait(20)) {
    if (ended !== undefined) break;
    if (await answers(url)) return { url, stop };
  }
  await stop();
  throw new Error(`These tests need redis-server: ${ended ?? 'it does not answer'}.`);
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
