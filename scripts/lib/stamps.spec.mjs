import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hashInputs, stampStore } from './stamps.mjs';

let folder;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'stamps-'));
  await mkdir(path.join(folder, 'src', 'deep'), { recursive: true });
  await writeFile(path.join(folder, 'src', 'a.ts'), 'a');
  await writeFile(path.join(folder, 'src', 'deep', 'b.ts'), 'b');
});
afterEach(() => rm(folder, { recursive: true }));

const hash = (facts) => hashInputs(folder, ['src', 'missing'], facts);

describe('hashInputs', () => {
  it('should stay the same for the same content, wherever it lies', async () => {
    const before = await hash();
    expect(await hash()).toBe(before);
    const moved = `${folder}-moved`;
    await rename(folder, moved);
    folder = moved;
    expect(await hash()).toBe(before);
  });

  it.each([
    ['content', (at) => writeFile(path.join(at, 'src', 'deep', 'b.ts'), 'c')],
    ['a name', (at) => rename(path.join(at, 'src', 'a.ts'), path.join(at, 'src', 'c.ts'))],
    ['a new file', (at) => writeFile(path.join(at, 'src', 'new.ts'), '')],
    ['a removed file', (at) => rm(path.join(at, 'src', 'a.ts'))],
  ])('should change with %s', async (_what, change) => {
    const before = await hash();
    await change(folder);
    expect(await hash()).not.toBe(before);
  });

  it('should change with facts, and not with results or tools', async () => {
    const before = await hash();
    expect(await hash(['lock file'])).not.toBe(before);
    for (const name of ['dist', 'generated', 'node_modules']) {
      await mkdir(path.join(folder, 'src', name));
      await writeFile(path.join(folder, 'src', name, 'made.js'), 'x');
    }
    expect(await hash()).toBe(before);
  });
});

describe('stampStore', () => {
  it('should know a step as done by hash and outputs only', async () => {
    const stamps = stampStore(path.join(folder, 'stamps'));
    const output = path.join(folder, 'output');
    expect(await stamps.isDone('tsc', 'h1', [])).toBe(false);
    await stamps.markDone('tsc', 'h1');
    expect(await stamps.isDone('tsc', 'h1', [])).toBe(true);
    expect(await stamps.isDone('tsc', 'h2', [])).toBe(false);
    expect(await stamps.isDone('tsc', 'h1', [output])).toBe(false);
    await writeFile(output, '');
    expect(await stamps.isDone('tsc', 'h1', [output])).toBe(true);
    await stamps.forget('tsc');
    expect(await stamps.isDone('tsc', 'h1', [])).toBe(false);
  });
});
