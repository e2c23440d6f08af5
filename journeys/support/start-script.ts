import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY = /Inkling is ready at (\S+)/;
/** Seconds on a quiet machine; much more beside a training. */
const PATIENCE_MS = 240_000;

/** What a person who types `npm start` sees and can do. */
export interface Start {
  readonly process: ChildProcess;
  output(): string;
  /** Waits for the address that it prints. */
  ready(): Promise<string>;
  /** Waits for its end. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export function start(settings: Record<string, string>): Start {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: ROOT,
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return { process: child, output: () => output, ready, ended: () => ended };

  async function ready(): Promise<string> {
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until) {
      const address = READY.exec(output)?.[1];
      if (address) return address;
      if (child.exitCode !== null || child.signalCode !== null) break;
      await wait(50);
    }
    throw new Error(`It did not get ready:\n${output}`);
  }
}

/** A data folder of its own under a parent that Postgres may pass when the tests run as root. */
export async function newDataFolder(): Promise<{ dataDir: string; remove: () => Promise<void> }> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'inkling-start-'));
  return { dataDir, remove: () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The process of the folder's Postgres, as its own file names it. */
export async function postgresOf(dataDir: string): Promise<number | undefined> {
  const file = path.join(dataDir, 'postgres', 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  return text === '' ? undefined : Number.parseInt(text, 10);
}
