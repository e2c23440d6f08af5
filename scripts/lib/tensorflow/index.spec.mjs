import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { stampStore } from '../stamps.mjs';

const folder = await mkdtemp(path.join(os.tmpdir(), 'inkling-tensorflow-'));
const stamps = path.join(folder, 'stamps');
const download = jest.fn();
jest.unstable_mockModule('../stamps.mjs', () => ({ stampStore: () => stampStore(stamps) }));
jest.unstable_mockModule('../install.mjs', () => ({ packageFolder: () => folder }));
jest.unstable_mockModule('./package-download.mjs', () => ({
  hasBinding: async () => false,
  tryPackageDownload: download,
}));
const { endAllCommands } = await import('../command.mjs');
const { prepareTensorflow } = await import('./index.mjs');

beforeEach(() => rm(stamps, { recursive: true, force: true }));
afterEach(() => rm(folder, { recursive: true, force: true }));

const reporter = /** @type {any} */ ({
  step: async (/** @type {string} */ _, /** @type {Function} */ work) => work({}),
});
const prepare = () => prepareTensorflow(reporter, { retry: false });

describe('prepareTensorflow', () => {
  it('should try again at the next start only what was broken off, not what failed', async () => {
    download.mockRejectedValueOnce(new Error('no way to it'));
    expect(await prepare()).toEqual({ ready: false, reason: 'no way to it' });
    expect(await prepare()).toEqual({
      ready: false,
      reason: 'it could not be had at an earlier start',
    });
    await rm(stamps, { recursive: true });
    download.mockImplementationOnce(async () => {
      endAllCommands();
      throw new Error('exit code null');
    });
    await expect(prepare()).rejects.toThrow('aborted');
    expect(await readdir(stamps).catch(() => [])).toEqual([]);
  });
});
