import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { glyphFromStrokes, type Stroke } from '@inkling/ink';
import { createRandom } from '../../random.js';
import { glyphAnew, inkAnew } from './anew.js';

const file = new URL('../../../../../fixtures/unipen.json', import.meta.url);
const drawings = JSON.parse(readFileSync(file, 'utf8')) as { label: string; strokes: Stroke[] }[];
const { strokes } = drawings.find(({ label }) => label === '5')!;
const { glyph } = glyphFromStrokes(strokes);

const likeness = (one: Float32Array, other: Float32Array): number => {
  const product = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  return product(one, other) / Math.sqrt(product(one, one) * product(other, other));
};

describe('glyphAnew', () => {
  it('should be another drawing of the same character, of the same ink by and large', () => {
    const random = createRandom(1);
    const before = glyph.slice();
    const anew = Array.from({ length: 20 }, () => glyphAnew(glyph, '5', random));
    expect(glyph).toEqual(before);
    for (const each of anew) {
      expect(likeness(each, glyph)).toBeGreaterThan(0.6);
      expect(likeness(each, glyph)).toBeLessThan(0.999);
      expect(Math.min(...each)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...each)).toBeLessThanOrEqual(1);
    }
    expect(likeness(anew[0]!, anew[1]!)).toBeLessThan(0.999);
  });

  it('should be the same for the same seed', () => {
    expect(glyphAnew(glyph, '5', createRandom(3))).toEqual(glyphAnew(glyph, '5', createRandom(3)));
  });
});

describe('inkAnew', () => {
  it('should keep strokes and their order', () => {
    const anew = inkAnew(strokes, '5', createRandom(1));
    expect(anew.map(({ length }) => length)).toEqual(strokes.map(({ length }) => length));
    expect(likeness(glyphFromStrokes(anew).glyph, glyph)).toBeGreaterThan(0.6);
    expect(anew).not.toEqual(strokes);
  });

  it('should bar some sevens, as some people do', () => {
    const random = createRandom(2);
    const seven: Stroke[] = [
      [
        [0, 0],
        [10, 0],
        [4, 20],
      ],
    ];
    const barred = Array.from({ length: 100 }, () => inkAnew(seven, '7', random)).filter(
      ({ length }) => length === 2,
    );
    expect(barred.length).toBeGreaterThan(5);
    expect(barred.length).toBeLessThan(50);
  });
});
