import { expect, it } from '@jest/globals';
import { GATE_RULES } from '@inkling/contract';
import { figureName, figureWords, RULE_NAMES } from './gate-words';

it('should have a name for every rule', () => {
  expect(Object.keys(RULE_NAMES).sort()).toEqual([...GATE_RULES].sort());
});

it('should turn the name of a figure into words', () => {
  expect(figureName('formerErrors')).toBe('former errors');
  expect(figureName('p95Ms')).toBe('p95 ms');
});

it.each([
  [null, '–'],
  [true, 'yes'],
  ['7', '7'],
  [5004, '5,004'],
  [0.25, '0.25'],
  [0.123_456, '0.1235'],
  [3.1e-6, '3.10e-6'],
  [0, '0'],
])('should write %s as %s', (value, words) => {
  expect(figureWords(value)).toBe(words);
});
