import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { installPackages, matchesLock, withAddresses } from './install.mjs';
import { Refusal } from './refusal.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'packages/ink': { version: '0.1.0' },
    'node_modules/@inkling/ink': { link: true },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
    'node_modules/fsevents': { version: '2.3.3', integrity: 'sha512-b', optional: true },
  },
};
const installed = (changes = {}) => ({
  packages: {
    'packages/ink': { version: '0.1.0' },
    'node_modules/@inkling/ink': { link: true },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
    ...changes,
  },
});

describe('matchesLock', () => {
  it('should accept what npm ci leaves, without packages for other machines', () => {
    expect(matchesLock(wanted, installed())).toBe(true);
  });

  it('should not mind what npm itself calls extraneous, on either side', () => {
    const stray = { 'node_modules/stray': { version: '1.0.0', extraneous: true } };
    expect(matchesLock(wanted, installed(stray))).toBe(true);
    expect(matchesLock({ packages: { ...wanted.packages, ...stray } }, installed())).toBe(true);
  });

  it.each([
    ['nothing was installed', undefined],
    ['a package is missing', { packages: {} }],
    ['a version differs', installed({ 'node_modules/zod': { version: '4.6.6', integrity: 'x' } })],
    ['content differs', installed({ 'node_modules/zod': { version: '4.6.7', integrity: 'x' } })],
    ['there is one too many', installed({ 'node_modules/extra': { version: '1.0.0' } })],
  ])('should refuse when %s', (_why, found) => {
    expect(matchesLock(wanted, found)).toBe(false);
  });
});

describe('withAddresses', () => {
  it('should say where each package of a registry lies, and leave what is ours', () => {
    const lock = {
      packages: {
        '': { version: '0.1.0' },
        'packages/ink': { version: '0.1.0' },
        'node_modules/@inkling/ink': { link: true, resolved: 'packages/ink' },
        'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
        'node_modules/a/node_modules/@vue/core': { version: '1.0.0', integrity: 'sha512-b' },
        'node_modules/ts': { name: 'typescript', version: '7.0.2', integrity: 'sha512-c' },
        'node_modules/a/node_modules/in-bundle': { version: '1.0.0' },
      },
    };
    const { packages } = withAddresses(lock, 'https://packages.example');
    const addresses = Object.values(packages).map(({ resolved }) => resolved);
    expect(addresses).toEqual([
      undefined,
      undefined,
      'packages/ink',
      'https://packages.example/zod/-/zod-4.6.7.tgz',
      'https://packages.example/@vue/core/-/core-1.0.0.tgz',
      'https://packages.example/typescript/-/typescript-7.0.2.tgz',
      undefined,
    ]);
    expect(withAddresses(lock, 'https://packages.example/').packages).toEqual(packages);
  });
});

describe('installPackages', () => {
  const ROOMY = 8e9;
  const LOCK = { packages: { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' } } };
  /** @type {string} */
  let folder;
  /** What npm was to install by, in turn. @type {(string | undefined)[]} */
  let found;

  beforeEach(async () => {
    found = [];
    folder = await mkdtemp(path.join(os.tmpdir(), 'inkling-install-'));
    await writeFile(path.join(folder, 'package-lock.json'), JSON.stringify(LOCK));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const addressedLock = () => path.join(folder, 'npm-shrinkwrap.json');

  /** @param {(Error | undefined)[]} failures of installations, in turn */
  const npmThatFails =
    (...failures) =>
    /** @param {string} _log @param {readonly string[]} command */
    async (_log, [command]) => {
      if (command === 'config') return 'npm warn old\nhttps://packages.example/\n';
      const lock = existsSync(addressedLock())
        ? JSON.parse(await readFile(addressedLock(), 'utf8'))
        : undefined;
      found.push(lock?.packages['node_modules/zod'].resolved);
      const failure = failures[found.length - 1];
      if (failure) throw failure;
      return 'added 1 package';
    };
  const AT = 'https://packages.example/zod/-/zod-4.6.7.tgz';

  it('should tell npm where packages lie, and leave nothing of that behind', async () => {
    await installPackages(folder, { npm: npmThatFails(), memoryBytes: ROOMY });
    expect(found).toEqual([AT]);
    expect(existsSync(addressedLock())).toBe(false);
  });

  it('should let npm find them where they lie elsewhere', async () => {
    const npm = npmThatFails(new Refusal('It failed.\nnpm error code E404'));
    await installPackages(folder, { npm, memoryBytes: ROOMY });
    expect(found).toEqual([AT, undefined]);
  });

  it('should try once where something else is wrong', async () => {
    const npm = npmThatFails(new Refusal('It failed.\nnpm error code ENOTFOUND'));
    const installing = installPackages(folder, { npm, memoryBytes: ROOMY });
    await expect(installing).rejects.toThrow('ENOTFOUND');
    expect(found).toEqual([AT]);
    expect(existsSync(addressedLock())).toBe(false);
  });

  it('should let npm find them where memory is short, whatever a killed one left', async () => {
    await writeFile(addressedLock(), JSON.stringify(withAddresses(LOCK, 'https://old.example')));
    await installPackages(folder, { npm: npmThatFails(), memoryBytes: 2e9 });
    expect(found).toEqual([undefined]);
  });
});
