import { describe, expect, it } from '@jest/globals';
import { pathOf } from './address.js';

describe('pathOf', () => {
  it.each([
    ['/', '/'],
    ['/a/b?c=d', '/a/b'],
    ['/a//b', '/a//b'],
    ['/%zz', '/%zz'],
    ['/a/../../etc', '/etc'],
    ['http://ink.example.org/a', '/a'],
  ])('reads %s', (url, path) => expect(pathOf(url)).toBe(path));

  it.each(['//', '///', '//:', '/\\', '//evil.example/a', '*', '', 'a', 'http://[', 'ftp://a/b'])(
    'refuses %s',
    (url) => expect(pathOf(url)).toBeUndefined(),
  );
});
