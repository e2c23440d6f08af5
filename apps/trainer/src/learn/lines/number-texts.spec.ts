import { expect, it } from '@jest/globals';
import { createRandom } from '../../random.js';
import { drawNumber } from './number-texts.js';

it('draws numbers of the digits that a writer has, plain and with signs, with repeats', () => {
  const random = createRandom(1);
  const lengths = { shortest: 2, longest: 5 };
  const drawn = Array.from({ length: 600 }, () => drawNumber(['1', '2', '7'], lengths, random));
  expect(drawn.every((text) => !/[034568-9]/.test(text))).toBe(true);
  const plain = drawn.filter((text) => /^\d+$/.test(text));
  expect(plain.length).toBeGreaterThan(300);
  expect(new Set(plain.map(({ length }) => length))).toEqual(new Set([2, 3, 4, 5]));
  expect(drawn.some((text) => text.includes('/'))).toBe(true);
  expect(drawn.filter((text) => /(\d)\1/.test(text)).length).toBeGreaterThan(150);
});
