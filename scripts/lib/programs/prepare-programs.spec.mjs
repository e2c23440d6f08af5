import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createReporter } from '../steps.mjs';
import { findProgram } from './find-program.mjs';
import { preparePrograms } from './prepare-programs.mjs';

/** @type {string} */
let folder;
/** @type {string | undefined} */
let pathBefore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'inkling-programs-'));
  pathBefore = process.env.PATH;
  // Nothing else is found, apt-get neither: as for an ordinary user.
  process.env.PATH = path.join(folder, 'bin');
  await mkdir(path.join(folder, 'bin'));
  await mkdir(path.join(folder, 'kept'));
});
afterEach(async () => {
  process.env.PATH = pathBefore;
  delete process.env.INKLING_SPEC_PROGRAM;
  await rm(folder, { recursive: true });
});

/** A program that answers `--version` with an exit code. */
const write = async (/** @type {string[]} */ place, code = 0) => {
  const file = path.join(folder, ...place);
  await writeFile(file, `#!/bin/sh\nexit ${code}\n`);
  await chmod(file, 0o755);
  return file;
};

/** @returns {import('./program.mjs').Program} */
const program = (fetch = async () => undefined) => ({
  name: 'Thing',
  setting: 'INKLING_SPEC_PROGRAM',
  names: ['thing', 'other-thing'],
  places: [path.join(folder, 'place')],
  kept: path.join(folder, 'kept', 'thing'),
  debianPackage: 'thing',
  fetch,
  need: 'These tests need a thing.',
});

const prepare = async (/** @type {import('./program.mjs').Program} */ wanted) => {
  let said = '';
  const out = /** @type {any} */ ({ write: (/** @type {string} */ text) => (said += text) });
  const settings = await preparePrograms(createReporter(out), [wanted]);
  return { settings, said };
};

describe('findProgram', () => {
  it('should take the one that is named, one on the PATH, at its place, the kept one, in this order', async () => {
    expect(await findProgram(program())).toBeUndefined();
    for (const place of [['kept', 'thing'], ['place'], ['bin', 'other-thing'], ['bin', 'thing']]) {
      const file = await write(place);
      expect(await findProgram(program())).toBe(file);
    }
    process.env.INKLING_SPEC_PROGRAM = await write(['named']);
    expect(await findProgram(program())).toBe(process.env.INKLING_SPEC_PROGRAM);
  });

  it('should pass by what does not run', async () => {
    // As Ubuntu's chromium-browser, which only says that it is a snap.
    await write(['bin', 'thing'], 1);
    process.env.INKLING_SPEC_PROGRAM = path.join(folder, 'gone');
    const kept = await write(['kept', 'thing']);
    expect(await findProgram(program())).toBe(kept);
  });
});

describe('preparePrograms', () => {
  it('should fetch nothing when the program is here', async () => {
    const file = await write(['bin', 'thing']);
    const fetch = () => Promise.reject(new Error('fetched'));
    const { settings, said } = await prepare(program(fetch));
    expect(settings).toEqual({ INKLING_SPEC_PROGRAM: file });
    expect(said).not.toContain('fetched');
  });

  it('should fetch a missing one once', async () => {
    let times = 0;
    const fetching = program(async () => {
      times += 1;
      await write(['kept', 'thing']);
    });
    const kept = { INKLING_SPEC_PROGRAM: fetching.kept };
    expect((await prepare(fetching)).settings).toEqual(kept);
    expect((await prepare(fetching)).settings).toEqual(kept);
    expect(times).toBe(1);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('should install it where this process may, and then fetch nothing', async () => {
    const installed = path.join(folder, 'bin', 'thing');
    const apt = await write(['bin', 'apt-get']);
    await writeFile(
      apt,
      `#!/bin/sh\n[ "$1" != install ] || { cp "$0" ${installed}; echo "$@" >> ${folder}/asked; }\n`,
    );
    process.env.PATH = `${path.join(folder, 'bin')}:/usr/bin:/bin`;
    const { settings } = await prepare(program(() => Promise.reject(new Error('fetched'))));
    expect(settings).toEqual({ INKLING_SPEC_PROGRAM: installed });
    expect(await readFile(path.join(folder, 'asked'), 'utf8')).toBe('install -y -qq thing\n');
  });

  it('should go on without one that cannot be had, and say why and what to do', async () => {
    const { settings, said } = await prepare(
      program(() => Promise.reject(new Error('no network'))),
    );
    expect(settings).toEqual({});
    expect(said).toContain('no network');
    expect(said).toContain('These tests need a thing.');
  });
});
