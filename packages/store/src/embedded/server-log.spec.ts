import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openServerLog, shortenLog } from './server-log.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'inkling-log-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('puts a long log away while its writer goes on', async () => {
  const file = path.join(folder, 'postgres.log');
  const writer = await openServerLog(file);
  await writer.write('a line that is old\n');
  await shortenLog(file, 100);
  expect(await readFile(file, 'utf8')).toBe('a line that is old\n');

  await shortenLog(file, 10);
  await writer.write('a line that is new\n');
  await writer.close();
  expect(await readFile(`${file}.1`, 'utf8')).toBe('a line that is old\n');
  expect(await readFile(file, 'utf8')).toBe('a line that is new\n');
});

it('begins anew where the log of before is too long', async () => {
  const file = path.join(folder, 'postgres.log');
  const before = await open(file, 'w');
  await before.truncate(11 * 1024 * 1024);
  await before.close();
  const writer = await openServerLog(file);
  expect((await writer.stat()).size).toBe(0);
  await writer.close();
});
