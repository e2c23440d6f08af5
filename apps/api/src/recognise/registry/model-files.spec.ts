import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../config/load-config.js';
import { ModelFileError, ModelFiles } from './model-files.js';
import type { RegistryRepository } from './registry.repository.js';
import { sha256Of } from './shipped-models.js';

Logger.overrideLogger(false);

const WHOLE = Uint8Array.of(1, 2, 3);
const SHA256 = sha256Of(WHOLE);

let dataDir: string;
let stored: Uint8Array | undefined;
let fetched: number;
let files: ModelFiles;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'inkling-files-'));
  stored = WHOLE;
  fetched = 0;
  const repository = {
    getBytes: () => {
      fetched++;
      return Promise.resolve(stored);
    },
  };
  files = new ModelFiles({ dataDir } as Config, repository as unknown as RegistryRepository);
});
afterEach(() => rm(dataDir, { recursive: true }));

const folder = () => path.join(dataDir, 'cache', 'models');
const copy = () => path.join(folder(), `${SHA256}.onnx`);
const read = async () => [...(await files.read(SHA256))];

describe('read', () => {
  it('fetches a file once, and leaves nothing but the copy', async () => {
    expect(await read()).toEqual([...WHOLE]);
    expect(await read()).toEqual([...WHOLE]);
    expect(fetched).toBe(1);
    expect(await readdir(folder())).toEqual([`${SHA256}.onnx`]);
  });

  it('fetches a damaged copy anew', async () => {
    await read();
    await writeFile(copy(), 'damaged');
    expect(await read()).toEqual([...WHOLE]);
    expect(sha256Of(await readFile(copy()))).toBe(SHA256);
    expect(fetched).toBe(2);
  });

  it('is not led astray by readers at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, read));
    expect(all).toEqual(all.map(() => [...WHOLE]));
    expect(await readdir(folder())).toEqual([`${SHA256}.onnx`]);
  });

  it('does without a copy where none can be written', async () => {
    await writeFile(path.join(dataDir, 'cache'), 'a file in the way');
    expect(await read()).toEqual([...WHOLE]);
    await rm(path.join(dataDir, 'cache'));
    await mkdir(copy(), { recursive: true });
    expect(await read()).toEqual([...WHOLE]);
    expect(await readdir(folder())).toEqual([`${SHA256}.onnx`]);
  });

  it.each([
    ['damaged', () => Uint8Array.of(1, 2, 4), 'damaged in the database'],
    ['missing', () => undefined, 'lacks'],
  ])('hands out nothing when the stored file is %s', async (_what, of, said) => {
    stored = of();
    await mkdir(folder(), { recursive: true });
    await writeFile(copy(), 'damaged');
    await expect(files.read(SHA256)).rejects.toThrow(ModelFileError);
    await expect(files.read(SHA256)).rejects.toThrow(said);
    expect(await readFile(copy(), 'utf8')).toBe('damaged');
  });
});
