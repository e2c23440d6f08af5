import { describe, expect, it } from '@jest/globals';
import type { Stroke } from '@inkling/ink';
import { createRandom } from '../../random.js';
import { drawHand, writeInkLine, type Hand, type WrittenCharacter } from './ink-line.js';
import { EVEN } from './testing/even-hand.js';

/** A box, as large as it was drawn. */
const box = (label: string, width: number, height: number): WrittenCharacter => ({
  label,
  strokes: [
    [
      [7, 9],
      [7 + width, 9],
      [7 + width, 9 + height],
      [7, 9 + height],
      [7, 9],
    ],
  ],
});

function bounds(stroke: Stroke) {
  const [xs, ys] = [stroke.map(([x]) => x), stroke.map(([, y]) => y)];
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

const write = (characters: WrittenCharacter[], hand: Partial<Hand> = {}) =>
  writeInkLine(characters, { ...EVEN, ...hand }, createRandom(1)).map(bounds);

describe('writeInkLine', () => {
  it('puts characters side by side, at one height and their own aspect', () => {
    const [seven, one] = write([box('7', 30, 60), box('1', 2, 20)]);
    expect(seven).toEqual({ left: 0, right: 50, top: 0, bottom: 100 });
    expect(one!.left).toBeCloseTo(70, 6);
    expect(one!.right).toBeCloseTo(80, 6);
    expect(one).toMatchObject({ top: 0, bottom: 100 });
  });

  it('puts each in its place over the base line', () => {
    const [p, comma, dash] = write([box('p', 30, 60), box(',', 5, 20), box('-', 50, 0)]);
    expect(p!.top).toBeCloseTo(42, 6);
    expect(p!.bottom).toBeCloseTo(140, 6);
    expect(comma!.top).toBeCloseTo(88, 6);
    // A dash has no height to be fitted into: its width says how large it is.
    expect(dash!.right - dash!.left).toBeCloseTo(60, 6);
    expect(dash!.top).toBeCloseTo(55, 6);
  });

  it('leaves a gap for a space, and overlaps where a hand does', () => {
    const characters = [box('4', 30, 60), { label: ' ', strokes: [] }, box('2', 30, 60)];
    const [, two] = write(characters);
    expect(two!.left).toBeCloseTo(50 + 20 + 60, 6);
    const [first, second] = write([box('0', 30, 60), box('0', 30, 60)], { spacing: -0.1 });
    expect(second!.left).toBeLessThan(first!.right);
  });

  it('leans around the base line and drifts with it', () => {
    const [first, second] = write([box('1', 30, 60), box('1', 30, 60)], { rise: 0.5 });
    expect(second!.bottom).toBeLessThan(first!.bottom - 20);
    const [leaning] = write([box('1', 30, 60)], { lean: 0.2 });
    expect(leaning!.right).toBeCloseTo(50 + 20, 6);
    expect(leaning!.left).toBeCloseTo(0, 6);
  });

  it('writes no two lines alike, and the same from a seed', () => {
    const line = (seed: number) => {
      const random = createRandom(seed);
      return writeInkLine([box('1', 9, 60), box('7', 30, 60)], drawHand(random), random);
    };
    expect(line(1)).toEqual(line(1));
    expect(line(1)).not.toEqual(line(2));
    const spacings = Array.from({ length: 200 }, (_, seed) => drawHand(createRandom(seed)).spacing);
    const touching = spacings.filter((spacing) => spacing < 0.03).length / spacings.length;
    expect(touching).toBeCloseTo(0.2, 1);
  });
});
