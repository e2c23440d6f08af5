import { describe, expect, it } from '@jest/globals';
import { matchesLock, withAddresses } from './install.mjs';

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
