import { expect, it } from '@jest/globals';
import { editDistance } from './edit-distance.js';

it.each([
  ['', '', 0],
  ['line', 'line', 0],
  ['line', 'lime', 1],
  ['line', 'lie', 1],
  ['lie', 'line', 1],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['12', '21', 2],
])('from "%s" to "%s" are %d changes', (from, to, wanted) => {
  expect(editDistance(from, to)).toBe(wanted);
});
