import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive } from '../alive.mjs';
import { keepRunning } from './keep-running.mjs';
import { startService } from './service.mjs';

/** @type {string} */
let folder;
/** @type {string} */
let pids;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'inkling-keep-'));
  pids = path.join(folder, 'pids');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Starts a service that notes its process number, says that it is ready and goes on as told. */
const start = async (/** @type {string} */ then) => {
  const file = path.join(folder, 'service.mjs');
  const note = `import { appendFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
process.send({ type: 'ready' });
`;
  await writeFile(file, note + then);
  const logFile = path.join(folder, 'service.log');
  /** @type {string[]} */
  const told = [];
  const tell = (/** @type {string} */ line) => told.push(line);
  const startOne = () =>
    startService({ file, env: {}, logFile, onTrouble: tell, onNotice: () => undefined });
  const first = await startOne();
  const service = keepRunning({
    name: 'The trainer',
    logFile,
    first,
    start: startOne,
    onTrouble: tell,
    onRecovery: tell,
  });
  return { first, service, told };
};

const started = async (/** @type {number} */ times) => {
  for (;;) {
    const text = await readFile(pids, 'utf8').catch(() => '');
    const numbers = text.trim().split('\n').filter(Boolean).map(Number);
    if (numbers.length >= times) return numbers;
    await wait(20);
  }
};

const until = async (/** @type {() => boolean} */ holds) => {
  while (!holds()) await wait(20);
};

/** A part that runs until it is stopped. */
const part = () => {
  /** @type {(how: string) => void} */
  let end = () => undefined;
  const exited = new Promise((resolve) => {
    end = resolve;
  });
  return { exited, ready: Promise.resolve(), end, stop: async () => end('stopped') };
};

describe('keepRunning', () => {
  it('should start a service again that was killed, and end it when told to', async () => {
    const { first: running, service, told } = await start('setInterval(() => undefined, 1000);');
    await running.ready;
    const [first = 0] = await started(1);
    process.kill(first, 'SIGKILL');
    const [, second = 0] = await started(2);
    expect(second).not.toBe(first);
    expect(told[0]).toContain('The trainer ended (SIGKILL). Restarting it in 1 s');
    await until(() => told.length === 2);
    expect(told[1]).toBe('The trainer is running again.');
    await service.stop();
    expect(isAlive(second)).toBe(false);
    expect(await started(2)).toHaveLength(2);
  });

  it('should not start one again that is being stopped', async () => {
    const { first: ended, service } = await start('process.exit(1);');
    await ended.exited;
    await service.stop();
    const [only] = await started(1);
    expect(await started(1)).toEqual([only]);
  });

  it('should repeat a restart that fails, and say why', async () => {
    /** @type {string[]} */
    const told = [];
    let starts = 0;
    const first = part();
    first.end('SIGKILL');
    const service = keepRunning({
      name: 'The database',
      logFile: 'postgres.log',
      first,
      firstPauseMs: 10,
      start: async () => {
        starts += 1;
        if (starts === 1) throw Object.assign(new Error(), { code: 'ENOSPC' });
        return part();
      },
      onTrouble: (line) => told.push(line),
      onRecovery: (line) => told.push(line),
    });
    await until(() => told.length === 3);
    await service.stop();
    expect(told).toEqual([
      'The database ended (SIGKILL). Restarting it in 0.01 s; its log is postgres.log.',
      'The database did not start: The disk is full: make room and start again. Restarting it in 0.02 s; its log is postgres.log.',
      'The database is running again.',
    ]);
  });
});
