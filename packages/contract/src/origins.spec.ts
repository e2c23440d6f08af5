import { describe, expect, it } from '@jest/globals';
import { originOf, originSchema } from './origins.js';

describe('an origin', () => {
  it.each([
    ['https://school.example', 'https://school.example'],
    ['HTTPS://School.Example', 'https://school.example'],
    ['https://school.example/', 'https://school.example'],
    ['https://school.example:443', 'https://school.example'],
    ['http://school.example:443', 'http://school.example:443'],
    ['http://localhost:5173', 'http://localhost:5173'],
    ['http://192.168.1.20:8080', 'http://192.168.1.20:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['https://schüle.example', 'https://xn--schle-mva.example'],
    ['https://school.example.', 'https://school.example.'],
  ])('is kept as browsers write it: %s', (given, kept) => {
    expect(originOf(given)).toBe(kept);
    expect(originSchema.parse(given)).toBe(kept);
  });

  it.each([
    'null',
    '*',
    '',
    'school.example',
    'https://',
    'https://*.school.example',
    'https://school.example/draw',
    'https://school.example//',
    'https://school.example?x',
    'https://school.example#x',
    'https://mia@school.example',
    'https://school.example\\@evil.example',
    'https://school.example:99999',
    'https://school.%65xample',
    'https://a b.example',
    'https://school.example\n',
    ' https://school.example',
    'file:///home/mia',
    'chrome-extension://abc',
    'javascript:alert(1)',
    `https://${'a'.repeat(300)}.example`,
    'https://school.example\0',
  ])('is not %j', (given) => {
    const { error } = originSchema.safeParse(given);
    expect(error?.issues[0]!.message).toMatch(/^must (be an origin|have at most|not contain)/);
  });
});
