import { expect, it } from '@jest/globals';
import { mainAxes } from './main-axes.js';

const axesOf = (vectors: readonly Float32Array[], size: number, count: number): Float32Array[] => {
  const flat = mainAxes(vectors, size, count);
  return Array.from({ length: count }, (_, at) => flat.subarray(at * size, (at + 1) * size));
};
const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);

it('finds the axes of vectors that lie along a few, the longest first', () => {
  const vectors = [
    [3, 3, 0, 0],
    [0, 0, 1, -1],
    [-3, -3, 0, 0],
  ].map((numbers) => Float32Array.from(numbers));
  const [first, second] = axesOf(vectors, 4, 2);
  const half = Math.SQRT1_2;
  expect(Math.abs(dot(first!, Float32Array.of(half, half, 0, 0)))).toBeCloseTo(1, 5);
  expect(Math.abs(dot(second!, Float32Array.of(0, 0, half, -half)))).toBeCloseTo(1, 5);
});

it.each([
  ['nothing', []],
  ['one vector', [Float32Array.of(1, 2, 3, 4, 5)]],
  ['zeros', [new Float32Array(5)]],
])('gives axes of length 1 at right angles also for %s', (_what, vectors) => {
  const axes = axesOf(vectors, 5, 4);
  axes.forEach((axis, at) => {
    expect(dot(axis, axis)).toBeCloseTo(1, 5);
    for (const other of axes.slice(0, at)) expect(dot(axis, other)).toBeCloseTo(0, 5);
  });
});
