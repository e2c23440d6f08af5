import { expect, it } from '@jest/globals';
import { shareOption, wholeOption } from './number-options.js';

it('reads whole numbers, and says what was expected', () => {
  expect(wholeOption('epochs', '12')).toBe(12);
  expect(wholeOption('seed', '0', 0)).toBe(0);
  for (const text of ['', 'abc', '1.5', '0', '-3', 'Infinity', '1e400']) {
    expect(() => wholeOption('epochs', text)).toThrow(
      `--epochs: expected a whole number from 1 on, not "${text}".`,
    );
  }
});

it('reads shares, and says what was expected', () => {
  expect([shareOption('mix', '0.5'), shareOption('mix', '1')]).toEqual([0.5, 1]);
  for (const text of ['', 'half', '1.1', '-0.1', 'NaN']) {
    expect(() => shareOption('mix', text)).toThrow('--mix: expected a number from 0 to 1');
  }
});
