import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createTestDatabase,
  freezable,
  SHIPPED_MODELS,
  type Freezable,
} from '@inkling/store/testing';
import { freePort } from './port.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = path.join(ROOT, 'apps/api/dist/bundle/main.js');
const NEEDED = [MAIN, path.join(ROOT, 'apps/web/dist/index.html')];
/** A second or two, but much more where trainings keep every core busy. */
const START_WITHIN_MS = 120_000;

/** The built server on a database of its own; it can be stopped and started in between. */
export interface Server {
  readonly url: string;
  /** Where a trainer finds its work, see `startTrainer`. */
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** The server's way to its database, which can be made to hang. */
  readonly database: Pick<Freezable, 'freeze' | 'thaw'>;
  start(): Promise<void>;
  /** Ends the process in good order. */
  stop(): Promise<void>;
  /** Ends it and removes what it wrote. */
  close(): Promise<void>;
}

/** @param settings environment variables beside those that every journey needs */
export async function startServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const missing = NEEDED.filter((file) => !existsSync(file));
  if (missing.length > 0)
    throw new Error(`Run "npm run build" first: ${missing.join(', ')} is missing.`);
  const database = await createTestDatabase({ content: SHIPPED_MODELS });
  const way = await freezable(database.url);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'inkling-journey-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let process: ChildProcess | undefined;

  async function start(): Promise<void> {
    process = run({
      ...settings,
      DATABASE_URL: way.url,
      DATA_DIR: dataDir,
      PORT: String(port),
    });
    const output: string[] = [];
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    }
    await answering(url, process, output);
  }

  async function stop(): Promise<void> {
    const running = process;
    process = undefined;
    if (!running || running.exitCode !== null) return;
    const exited = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    const timer = setTimeout(() => running.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(timer);
  }

  async function close(): Promise<void> {
    await stop();
    await way.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  }

  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  return { url, databaseUrl: database.url, dataDir, database: way, start, stop, close };
}

function run(settings: Record<string, string>): ChildProcess {
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    env: { PATH, HOME, HOST: '127.0.0.1', RATE_LIMIT: '0', LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function answering(url: string, child: ChildProcess, output: string[]): Promise<void> {
  const until = Date.now() + START_WITHIN_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) break;
    const response = await fetch(`${url}/api/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await wait(100);
  }
  throw new Error(`The server did not get ready:\n${output.join('')}`);
}
