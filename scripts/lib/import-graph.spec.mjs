import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cyclesOf, importsOf, reachedFrom, readImportGraph, roomsOf } from './import-graph.mjs';
import { ROOT } from './paths.mjs';

const TEXT = `
import './first.js';
import second from './second.js';
import type { Third } from './third.js';
import { type Fourth, type Fifth } from './fourth.js';
import {
  sixth,
  type Seventh,
} from './sixth.js';
export * from './eighth.js';
export { ninth } from './ninth.js';
export type { Tenth } from './tenth.js';
export const name = 'no import';
const { eleventh } = await import('./eleventh.js');
`;

describe('importsOf', () => {
  it('finds what is there when a module runs', () => {
    expect(importsOf(TEXT, false)).toEqual(
      ['first', 'second', 'sixth', 'eighth', 'ninth', 'eleventh'].map((name) => `./${name}.js`),
    );
  });

  it('finds what gives types, too', () => {
    const added = ['./third.js', './fourth.js', './tenth.js'];
    expect(importsOf(TEXT, true).sort()).toEqual([...importsOf(TEXT, false), ...added].sort());
  });
});

describe('readImportGraph', () => {
  /** @type {string} */
  let root;

  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'inkling-graph-'));
    await mkdir(path.join(root, 'src', 'in'), { recursive: true });
    const files = {
      'src/a.ts': "import { b } from './in/b.js';\nimport { z } from 'zod';\n",
      'src/in/b.ts': "import type { A } from '../a.js';\nexport * from './index.js';\n",
      'src/in/index.ts': "import Page from './Page.vue';\n",
      'src/in/Page.vue': "<script setup>\nimport { b } from './b';\n</script>\n",
      'src/alone.mjs': "import './a.ts';\n",
    };
    for (const [file, text] of Object.entries(files)) {
      await writeFile(path.join(root, file), text);
    }
  });

  afterAll(() => rm(root, { recursive: true, force: true }));

  it('follows files over folders, packages and components', async () => {
    const graph = await readImportGraph(root, ['src'], { withTypes: false });
    expect(graph.get('src/a.ts')).toEqual({ files: ['src/in/b.ts'], packages: ['zod'] });
    expect([...reachedFrom(graph, 'src/alone.mjs')].sort()).toEqual([
      'src/a.ts',
      'src/in/Page.vue',
      'src/in/b.ts',
      'src/in/index.ts',
    ]);
  });

  it('names each circle once, with types only where asked', async () => {
    const inner = ['src/in/Page.vue', 'src/in/b.ts', 'src/in/index.ts'];
    const running = await readImportGraph(root, ['src'], { withTypes: false });
    expect(cyclesOf(running)).toEqual([inner]);
    const all = await readImportGraph(root, ['src'], { withTypes: true });
    expect(cyclesOf(all)).toEqual([['src/a.ts', ...inner]]);
  });
});

it('roomsOf names folders that import each other, though no files do', () => {
  /** @param {string[]} files */
  const importing = (...files) => ({ files, packages: [] });
  const graph = new Map([
    ['src/main.ts', importing('src/a/one.ts', 'src/b/one.ts')],
    ['src/a/one.ts', importing('src/b/in/two.ts', 'src/a/two.ts')],
    ['src/a/two.ts', importing()],
    ['src/b/one.ts', importing('src/a/two.ts')],
    ['src/b/in/two.ts', importing('src/c/one.ts')],
    ['src/c/one.ts', importing()],
    ['src/c/testing/desk.ts', importing('src/a/one.ts')],
    ['src/c/one.spec.ts', importing('src/a/one.ts')],
  ]);
  expect(cyclesOf(graph)).toEqual([]);
  expect(cyclesOf(roomsOf(graph, 'src'))).toEqual([['src/a', 'src/b']]);
});

/** The recogniser and the networks' workers are loaded in each thread, and by pages. */
it.each([
  'packages/recognizer/src/index.ts',
  'apps/api/src/recognise/inference/inference.worker.ts',
])('zod stays out of what %s loads', async (entry) => {
  const graph = await readImportGraph(ROOT, ['packages', 'apps/api/src'], { withTypes: false });
  const files = [entry, 'packages/recognizer/src/index.ts', 'packages/ink/src/index.ts'];
  const loaded = files.flatMap((file) => [file, ...reachedFrom(graph, file)]);
  const packages = new Set(loaded.flatMap((file) => graph.get(file)?.packages ?? []));
  const allowed = /^(node:|@inkling\/(ink(\/wasm)?|recognizer)$|onnxruntime-node$)/;
  expect([...packages].filter((name) => !allowed.test(name))).toEqual([]);
  expect(loaded.length).toBeGreaterThan(30);
});
