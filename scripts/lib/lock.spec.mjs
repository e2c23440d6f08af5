import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as files from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isAlive } from './alive.mjs';
import { bornOf } from './process-stat.mjs';

const { mkdtemp, readdir, readFile, rm, writeFile } = files;

let folder;
let file;
/** How long links and removals may take at most, each as it comes: on a busy disk they overtake each other. */
let slowestMs = 0;
const slowly =
  (work) =>
  async (...args) => {
    await wait(Math.random() * slowestMs);
    return work(...args);
  };
jest.unstable_mockModule('node:fs/promises', () => ({
  ...files,
  link: slowly(files.link),
  rm: slowly(rm),
}));
const { lockHolder, takeLock } = await import('./lock.mjs');

beforeEach(async () => {
  slowestMs = 0;
  folder = await mkdtemp(path.join(os.tmpdir(), 'lock-'));
  file = path.join(folder, 'a.lock');
});
afterEach(() => rm(folder, { recursive: true }));

const deadPid = async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  return child.pid;
};

describe('takeLock', () => {
  it('should give the lock to one and name it to the other', async () => {
    const first = await takeLock(file);
    await first.note('http://127.0.0.1:3000');
    expect(await takeLock(file)).toEqual({
      holder: expect.objectContaining({ pid: process.pid, note: 'http://127.0.0.1:3000' }),
    });
    first.release();
    expect(await lockHolder(file)).toBeUndefined();
    expect(await takeLock(file)).toHaveProperty('release');
    expect(await readdir(folder)).toEqual(['a.lock']);
  });

  it('should take over from a dead process', async () => {
    await writeFile(file, JSON.stringify({ pid: await deadPid(), born: '1', id: 'old' }));
    expect(await lockHolder(file)).toBeUndefined();
    expect(await takeLock(file)).toHaveProperty('release');
    expect(JSON.parse(await readFile(file, 'utf8')).pid).toBe(process.pid);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('should take over when a later process has the number of the holder', async () => {
    await writeFile(file, JSON.stringify({ pid: process.pid, born: '1', id: 'old' }));
    expect(await takeLock(file)).toHaveProperty('release');
  });

  onLinux(
    'should take over from a process that has ended and that nobody asked about',
    async () => {
      // The shell has become a program that never asks how the child ended by the time that it does.
      const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60']);
      try {
        const [line] = await once(parent.stdout, 'data');
        const pid = Number(line);
        while (isAlive(pid)) await wait(5);
        expect(bornOf(pid)).not.toBe('');
        await writeFile(file, JSON.stringify({ pid, born: bornOf(pid), id: 'old' }));
        expect(await lockHolder(file)).toBeUndefined();
        expect(await takeLock(file)).toHaveProperty('release');
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );

  it('should take over a file that was never written whole', async () => {
    await writeFile(file, '{"pid": 1');
    expect(await takeLock(file)).toHaveProperty('release');
  });

  it('should let only one of many win over a stale lock, again and again', async () => {
    const dead = await deadPid();
    slowestMs = 4;
    for (let round = 0; round < 30; round += 1) {
      await writeFile(file, JSON.stringify({ pid: dead, born: '1', id: `old ${round}` }));
      const results = await Promise.all(Array.from({ length: 20 }, () => takeLock(file)));
      expect(results.filter((result) => 'release' in result)).toHaveLength(1);
    }
    expect(await readdir(folder)).toEqual(['a.lock']);
  });

  it("should not release another one's lock", async () => {
    const mine = await takeLock(file);
    await writeFile(file, JSON.stringify({ pid: process.pid, born: '', id: 'other' }));
    mine.release();
    expect(await lockHolder(file)).toMatchObject({ id: 'other' });
  });
});
