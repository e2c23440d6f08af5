import { describe, expect, it } from '@jest/globals';
import type { Point, Stroke } from '@inkling/ink';
import { createRandom } from '../../../random.js';
import {
  dropped,
  interrupted,
  jagged,
  scaled,
  sparse,
  stretched,
  trembling,
  turned,
} from './ink-changes.js';

const LINE: Stroke = Array.from({ length: 101 }, (_, at): Point => [at, 2 * at]);
const INK: readonly Stroke[] = [LINE, [[5, 5], [7, 9]]]; // prettier-ignore
const random = () => createRandom(1);

describe('ink changes', () => {
  it('turn clockwise on the screen, stretch sideways, and scale', () => {
    const right: Stroke[] = [[[0, 0], [10, 0]]]; // prettier-ignore
    const [, end] = turned(90)(right, random())[0]!;
    expect(end![0]).toBeCloseTo(0);
    expect(end![1]).toBeCloseTo(10);
    expect(stretched(2)(INK, random())[1]).toEqual([[10, 5], [14, 9]]); // prettier-ignore
    expect(scaled(0.5)(INK, random())[1]).toEqual([[2.5, 2.5], [3.5, 4.5]]); // prettier-ignore
  });

  it('put points on a grid of so many cells', () => {
    // The drawing is 200 units high: cells of 20.
    for (const [x, y] of jagged(10)(INK, random()).flat()) {
      expect(x % 20).toBe(0);
      expect(y % 20).toBe(0);
    }
  });

  it('move points no farther than they say', () => {
    const moved = trembling(0.01)([LINE], random())[0]!;
    const ways = moved.map(([x, y], at) => [x - LINE[at]![0], y - LINE[at]![1]]).flat();
    expect(Math.max(...ways.map(Math.abs))).toBeLessThanOrEqual(2);
    expect(Math.max(...ways.map(Math.abs))).toBeGreaterThan(1);
  });

  it('keep every n-th point, and the ends', () => {
    expect(sparse(40)([LINE], random())[0]!.map(([x]) => x)).toEqual([0, 40, 80, 100]);
    expect(sparse(9)(INK, random())[1]).toEqual(INK[1]);
  });

  it('drop about the share of points, never the ends', () => {
    const [stroke, dot] = dropped(0.7)(INK, random());
    expect(stroke!.length).toBeGreaterThan(15);
    expect(stroke!.length).toBeLessThan(45);
    expect([stroke![0], stroke!.at(-1)]).toEqual([LINE[0], LINE.at(-1)]);
    expect(dot).toEqual(INK[1]);
  });

  it('interrupt strokes, and lose about the share of their points', () => {
    const long: Stroke = Array.from({ length: 4000 }, (_, at): Point => [at, 0]);
    const parts = interrupted(0.2)([long], random());
    const left = parts.flat().length / long.length;
    expect(parts.length).toBeGreaterThan(100);
    expect(left).toBeGreaterThan(0.75);
    expect(left).toBeLessThan(0.85);
    expect(parts.every(({ length }) => length > 0)).toBe(true);
  });

  it('come out the same for the same chance, and leave what they get as it was', () => {
    const before = structuredClone(INK);
    for (const change of [jagged(9), trembling(0.1), dropped(0.5), interrupted(0.5)]) {
      expect(change(INK, random())).toEqual(change(INK, random()));
    }
    expect(INK).toEqual(before);
  });
});
