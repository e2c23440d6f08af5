import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bornOf } from './process-stat.mjs';
import { leftoverStore } from './leftovers.mjs';

const onLinux = process.platform === 'linux' ? describe : describe.skip;

let folder;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'leftovers-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The note of a program whose owner was killed since. */
const orphan = async (pid, born = bornOf(pid)) => {
  const note = { born, owner: process.pid, ownerBorn: '1' };
  await writeFile(path.join(folder, String(pid)), JSON.stringify(note));
};

/** A program that has started another, as npm does. */
const family = () => spawn('sh', ['-c', 'sleep 60 & echo $!; wait'], { detached: true });

onLinux('leftoverStore', () => {
  it('should end a program that was left, with what it started', async () => {
    const parent = family();
    const [line] = await once(parent.stdout, 'data');
    await orphan(parent.pid);
    const closed = once(parent, 'exit');
    await leftoverStore(folder).endAll();
    expect(await closed).toEqual([null, 'SIGKILL']);
    const child = Number(line);
    for (let tries = 0; tries < 100; tries += 1) {
      try {
        process.kill(child, 0);
      } catch {
        break;
      }
      await new Promise((done) => setTimeout(done, 20));
    }
    expect(() => process.kill(child, 0)).toThrow('ESRCH');
    expect(await readdir(folder)).toEqual([]);
  });

  it('should leave a later process alone that has the same number', async () => {
    const other = family();
    await once(other.stdout, 'data');
    await orphan(other.pid, '1');
    await leftoverStore(folder).endAll();
    expect(other.exitCode ?? other.signalCode).toBeNull();
    expect(await readdir(folder)).toEqual([]);
    process.kill(-other.pid, 'SIGKILL');
  });

  it('should leave alone what a living process runs', async () => {
    const busy = family();
    await once(busy.stdout, 'data');
    const store = leftoverStore(folder);
    store.note(busy.pid);
    await leftoverStore(folder).endAll();
    expect(busy.exitCode ?? busy.signalCode).toBeNull();
    expect(await readdir(folder)).toEqual([String(busy.pid)]);
    store.forget(busy.pid);
    expect(await readdir(folder)).toEqual([]);
    process.kill(-busy.pid, 'SIGKILL');
  });
});
