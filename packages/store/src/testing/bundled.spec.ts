import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bundled } from './bundled.js';

let folder: string;
let made: string | undefined;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inkling-bundled-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  for (const file of made ? [made, `${made}.json`] : []) await rm(file);
});

it('is one file of all, made anew when one of them changes, and only then', async () => {
  const entry = path.join(folder, 'entry.ts');
  await writeFile(entry, "import { word } from './word.js';\nconsole.log(word);\n");
  const bundle = async (word: string) => {
    await writeFile(path.join(folder, 'word.ts'), `export const word: string = '${word}';\n`);
    return bundled(pathToFileURL(entry));
  };
  const url = await bundle('ink');
  made = fileURLToPath(url);
  expect(await readFile(url, 'utf8')).toMatch(/log\("ink"\)/);
  expect(await bundle('paper')).toEqual(url);
  expect(await readFile(url, 'utf8')).toMatch(/log\("paper"\)/);
  const { mtimeMs } = await stat(url);
  bundled(pathToFileURL(entry));
  expect((await stat(url)).mtimeMs).toBe(mtimeMs);
});
