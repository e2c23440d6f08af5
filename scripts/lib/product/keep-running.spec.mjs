import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive } from '../alive.mjs';
import { keepRunning } from './keep-running.mjs';

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
  /** @type {string[]} */
  const told = [];
  const service = await keepRunning({
    name: 'The trainer',
    file,
    env: {},
    logFile: path.join(folder, 'service.log'),
    onTrouble: (line) => told.push(line),
    onNotice: () => undefined,
  });
  return { service, told };
};

const started = async (/** @type {number} */ times) => {
  for (;;) {
    const text = await readFile(pids, 'utf8').catch(() => '');
    const numbers = text.trim().split('\n').filter(Boolean).map(Number);
    if (numbers.length >= times) return numbers;
    await wait(20);
  }
};

describe('keepRunning', () => {
  it('should start a service again that was killed, and end it when told to', async () => {
    const { service, told } = await start('setInterval(() => undefined, 1000);');
    await service.ready;
    const [first = 0] = await started(1);
    process.kill(first, 'SIGKILL');
    const [, second = 0] = await started(2);
    expect(second).not.toBe(first);
    expect(told.join()).toContain('The trainer ended (SIGKILL)');
    await service.stop();
    expect(isAlive(second)).toBe(false);
    expect(await started(2)).toHaveLength(2);
  });

  it('should not start one again that is being stopped', async () => {
    const { service } = await start('process.exit(1);');
    await service.exited;
    await service.stop();
    const [only] = await started(1);
    expect(await started(1)).toEqual([only]);
  });
});
