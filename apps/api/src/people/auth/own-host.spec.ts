import { hostname } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { isOwnHost } from './own-host.js';

describe('isOwnHost', () => {
  it.each([
    '127.0.0.1:3000',
    'localhost:3000',
    'localhost',
    '192.168.1.20:3000',
    '[::1]:3000',
    '[fe80::1]',
    'inkling:3000',
    'studio.local:3000',
    hostname(),
  ])('takes %s', (host) => expect(isOwnHost(host, undefined)).toBe(true));

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:3000',
    'a b',
    '127.0.0.1.evil.example',
    'x@y.z',
  ])('refuses %s', (host) => expect(isOwnHost(host, undefined)).toBe(false));

  it('takes the public address', () => {
    expect(isOwnHost('ink.example.org', 'https://ink.example.org')).toBe(true);
    expect(isOwnHost('other.example.org', 'https://ink.example.org')).toBe(false);
  });
});
