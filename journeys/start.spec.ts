import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { allGone, familyOf, isAlive } from './support/family.js';
import { takePort } from './support/port.js';
import { newDataFolder, postgresOf, start, type Start } from './support/start-script.js';

const MINUTES = 60_000;

let dataDir: string;
let remove: () => Promise<void>;
let started: Start[];

const begin = (settings: Record<string, string> = {}): Start => {
  const one = start({ DATA_DIR: dataDir, PORT: '0', ...settings });
  started.push(one);
  return one;
};

const health = async (address: string, name: 'live' | 'ready'): Promise<number | undefined> =>
  (await fetch(`${address}/api/health/${name}`).catch(() => undefined))?.status;
const live = (address: string) => health(address, 'live');
const ready = (address: string) => health(address, 'ready');

const happens = async (test: () => boolean | Promise<boolean>): Promise<boolean> => {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await test()) return true;
    await wait(50);
  }
  return false;
};

/** Waits until `npm start` says that. */
const told = async (one: Start, words: string): Promise<void> => {
  if (await happens(() => one.output().includes(words))) return;
  throw new Error(`It did not say "${words}":\n${one.output()}`);
};

beforeEach(async () => {
  ({ dataDir, remove } = await newDataFolder());
  started = [];
});
afterEach(async () => {
  for (const one of started) {
    one.process.kill('SIGTERM');
    await one.ended();
  }
  const orphan = await postgresOf(dataDir);
  if (orphan !== undefined && (await isAlive(orphan))) process.kill(orphan, 'SIGQUIT');
  await remove();
});

/** The child whose command line has that in it. */
const childOf = async ({ process: { pid } }: Start, part: string): Promise<number> => {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  for (const child of children.trim().split(' ')) {
    const command = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(part)) return Number(child);
  }
  throw new Error(`${part} does not run`);
};

/** One sentence and no stack trace, and the exit code of a failure. */
const refusal = async (one: Start): Promise<string> => {
  expect(await one.ended()).toEqual({ code: 1, signal: null });
  expect(one.output()).not.toMatch(/^\s+at .+:\d+:\d+/m);
  return one.output();
};

describe('npm start', () => {
  it(
    'should serve, refuse a second start on the same data, and stop everything on Ctrl-C',
    async () => {
      const first = begin();
      const address = await first.ready();
      expect(await live(address)).toBe(200);
      const postgres = (await postgresOf(dataDir)) ?? 0;
      expect(await isAlive(postgres)).toBe(true);

      const second = await refusal(begin());
      expect(second).toContain(
        `Inkling already runs with the data folder ${dataDir} at ${address}`,
      );
      expect(await live(address)).toBe(200);

      first.process.kill('SIGINT');
      expect(await first.ended()).toEqual({ code: 0, signal: null });
      expect(await isAlive(postgres)).toBe(false);
      expect(await live(address)).toBeUndefined();
    },
    5 * MINUTES,
  );

  it(
    'should restart API and Postgres when they are killed, end all when killed itself, and start again',
    async () => {
      const first = begin();
      const address = await first.ready();
      const postgres = (await postgresOf(dataDir)) ?? 0;

      const api = await childOf(first, 'apps/api/dist/bundle/main.js');
      process.kill(api, 'SIGKILL');
      await told(first, 'The API ended (SIGKILL). Restarting it in');
      await told(first, 'The API is running again.');
      expect(await ready(address)).toBe(200);
      expect(await postgresOf(dataDir)).toBe(postgres);

      process.kill(postgres, 'SIGKILL');
      await told(first, 'The database ended (SIGKILL). Restarting it in');
      await told(first, 'The database is running again.');
      expect(await postgresOf(dataDir)).not.toBe(postgres);
      expect(await happens(async () => (await ready(address)) === 200)).toBe(true);

      const family = await familyOf(first.process.pid!);
      expect(family).toContain(await postgresOf(dataDir));
      first.process.kill('SIGKILL');
      await first.ended();
      await allGone(family);

      const second = begin();
      expect(await live(await second.ready())).toBe(200);
      expect(second.output()).not.toContain('an earlier start had left running');
    },
    8 * MINUTES,
  );

  it(
    'should name a taken port and a wrong setting, and leave no database behind',
    async () => {
      const taken = await takePort();
      try {
        const told = await refusal(begin({ PORT: String(taken.port) }));
        expect(told).toContain(`Port ${taken.port} on 127.0.0.1 is taken`);
        // Before minutes of setting up, in a fresh clone.
        expect(told).not.toContain('Packages');
      } finally {
        await taken.free();
      }
      const wrong = await refusal(begin({ PORT: 'eighty' }));
      expect(wrong).toContain('PORT: expected a whole number from 0 to 65535');
      expect(await postgresOf(dataDir)).toBeUndefined();
    },
    5 * MINUTES,
  );

  it(
    'should name a data folder that is none, and one of a newer version',
    async () => {
      const file = path.join(dataDir, 'file');
      await writeFile(file, '');
      const none = await refusal(begin({ DATA_DIR: file }));
      expect(none).toContain('is not a folder');
      expect(none).not.toContain('Packages');

      await mkdir(path.join(dataDir, 'postgres'));
      await writeFile(path.join(dataDir, 'postgres', 'PG_VERSION'), '99\n');
      expect(await refusal(begin())).toContain('newer version of Inkling');
    },
    5 * MINUTES,
  );
});
