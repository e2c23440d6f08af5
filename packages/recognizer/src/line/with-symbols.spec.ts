import { expect, it } from '@jest/globals';
import { withSymbols } from './with-symbols.js';

const read = [
  { label: 'a', probability: 0.9 },
  { label: 'o', probability: 0.1 },
];

it('gives symbols what memory says, and the others the rest', () => {
  const weighed = withSymbols(read, new Map([['ä', 0.6]]));
  expect(weighed.map(({ label }) => label)).toEqual(['ä', 'a', 'o']);
  expect(weighed.map(({ probability }) => probability)).toEqual([
    expect.closeTo(0.6),
    expect.closeTo(0.36),
    expect.closeTo(0.04),
  ]);
});

it('leaves candidates alone where there is none', () => {
  expect(withSymbols(read, new Map())).toBe(read);
});
