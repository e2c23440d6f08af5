import { mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startService } from './service.mjs';

/** @type {string} */
let folder;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'inkling-service-')));
});
afterEach(() => rm(folder, { recursive: true }));

/** How often this process has a file open. @param {string} file */
const timesOpen = async (file) => {
  const open = await readdir('/proc/self/fd');
  const targets = await Promise.all(
    open.map((descriptor) => readlink(`/proc/self/fd/${descriptor}`).catch(() => '')),
  );
  return targets.filter((target) => target === file).length;
};

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('startService', () => {
  onLinux(
    'should close the log of a service that ends by itself, with all lines in it',
    async () => {
      const file = path.join(folder, 'service.mjs');
      const logFile = path.join(folder, 'service.log');
      await writeFile(file, "console.log('last words'); process.exitCode = 1;");
      const service = await startService({
        file,
        env: {},
        logFile,
        onTrouble: () => undefined,
        onNotice: () => undefined,
      });
      expect(await timesOpen(logFile)).toBe(1);
      expect(await service.exited).toBe('exit code 1');
      while ((await timesOpen(logFile)) > 0) await wait(10);
      expect(await readFile(logFile, 'utf8')).toBe('last words\n');
    },
  );
});
