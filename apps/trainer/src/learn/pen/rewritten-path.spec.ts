import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PEN_PATH_POINTS, PEN_PATH_SIZE, penPathFromStrokes, type Stroke } from '@inkling/ink';
import { createRandom } from '../../random.js';
import { rewrittenPath } from './rewritten-path.js';

const fixture = new URL('../../../../../fixtures/unipen.json', import.meta.url);
const inks = JSON.parse(readFileSync(fixture, 'utf8')) as { strokes: Stroke[] }[];

const beginsOf = (path: Float32Array): number =>
  path.subarray(4 * PEN_PATH_POINTS, 5 * PEN_PATH_POINTS).reduce((sum, value) => sum + value, 0);

describe('rewrittenPath', () => {
  it('is another path of as many strokes, within its bounds', () => {
    for (const [at, { strokes }] of inks.slice(0, 40).entries()) {
      const path = rewrittenPath(strokes, createRandom(at));
      expect(path).toHaveLength(PEN_PATH_SIZE);
      expect(path.every((value) => Math.abs(value) <= 1 + 1e-6)).toBe(true);
      expect(beginsOf(path)).toBe(beginsOf(penPathFromStrokes(strokes)));
      expect(path).not.toEqual(penPathFromStrokes(strokes));
    }
  });

  it('is the same for the same chance', () => {
    const { strokes } = inks[0]!;
    const path = rewrittenPath(strokes, createRandom(5));
    expect(rewrittenPath(strokes, createRandom(5))).toEqual(path);
    expect(rewrittenPath(strokes, createRandom(6))).not.toEqual(path);
  });

  it('draws some strokes from their end', () => {
    const down: Stroke[] = [Array.from({ length: 9 }, (_, at) => [3, 10 * at] as const)];
    const isUpwards = (seed: number) => {
      const path = rewrittenPath(down, createRandom(seed));
      return path[3 * PEN_PATH_POINTS + 30]! < 0;
    };
    const upwards = Array.from({ length: 400 }, (_, seed) => seed).filter(isUpwards).length;
    expect(upwards).toBeGreaterThan(40);
    expect(upwards).toBeLessThan(110);
  });

  it('leaves what leaning would make a mere dot as it is', () => {
    const { strokes } = inks[0]!;
    const tiny = strokes.map((stroke) => stroke.map(([x, y]) => [x / 1e7, y / 1e7] as const));
    expect(rewrittenPath(tiny, createRandom(1))).toHaveLength(PEN_PATH_SIZE);
  });
});
