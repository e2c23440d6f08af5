import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openLog } from './rotating-log.mjs';

/** @type {string} */
let folder;
/** @type {string} */
let file;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'inkling-log-'));
  file = path.join(folder, 'api.log');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** @param {string} name @param {(text: string) => boolean} isWanted */
const readUntil = async (name, isWanted) => {
  for (;;) {
    const text = await readFile(name, 'utf8').catch(() => '');
    if (isWanted(text)) return text;
    await wait(10);
  }
};

describe('openLog', () => {
  it('should go on in a new file while it runs, and keep the one before', async () => {
    const log = openLog(file, 1000);
    const line = (/** @type {number} */ at) => `${at} `.padEnd(99, '.');
    for (let at = 0; at < 35; at++) log.write(line(at));
    const now = await readUntil(file, (text) => text.includes('34 '));
    const before = await readUntil(`${file}.1`, (text) => text.includes('29 '));
    expect(now.trim().split('\n')).toEqual([30, 31, 32, 33, 34].map(line));
    expect(before.trim().split('\n')).toHaveLength(10);
    expect((await readdir(folder)).sort()).toEqual(['api.log', 'api.log.1']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    log.end();
  });

  it('should go on with what is there, and put away what is full already', async () => {
    await writeFile(file, 'old\n');
    const log = openLog(file, 1000);
    log.write('new');
    await readUntil(file, (text) => text === 'old\nnew\n');
    log.end();
    await writeFile(file, 'x'.repeat(1000));
    const next = openLog(file, 1000);
    next.write('after');
    await readUntil(file, (text) => text === 'after\n');
    next.end();
  });

  it('should lose no line where the file before cannot be replaced', async () => {
    await mkdir(`${file}.1`);
    await writeFile(path.join(`${file}.1`, 'in the way'), '');
    const log = openLog(file, 100);
    for (let at = 0; at < 30; at++) log.write(`line ${at}`);
    expect((await readUntil(file, (text) => text.includes('line 29'))).split('\n')).toHaveLength(
      31,
    );
    log.end();
  });
});
