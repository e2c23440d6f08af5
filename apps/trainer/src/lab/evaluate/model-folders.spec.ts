import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { modelFolders } from './model-folders.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'inkling-models-'));
  for (const name of ['shipped/digits', 'shipped/characters', 'experiment', 'empty']) {
    mkdirSync(join(root, name), { recursive: true });
    if (name !== 'empty') writeFileSync(join(root, name, 'model.onnx'), 'onnx');
  }
});
afterEach(() => rmSync(root, { recursive: true }));

describe('modelFolders', () => {
  it('finds networks in folders of one and of several', () => {
    const named = [join(root, 'experiment'), join(root, 'shipped')];
    expect(modelFolders(named)).toEqual([
      join(root, 'experiment'),
      join(root, 'shipped', 'digits'),
      join(root, 'shipped', 'characters'),
    ]);
  });

  it('names a folder without a network', () => {
    expect(() => modelFolders([join(root, 'empty')])).toThrow(`${join(root, 'empty')} holds no`);
  });
});
