import { describe, expect, it } from '@jest/globals';
import { stripFromStrokes } from '../strokes/strip-from-strokes.js';
import { difference } from '../testing/compare.js';
import { readGlyphs, readInks } from '../testing/fixtures.js';
import { glyphFromInk, type CleanInk } from './glyph-from-ink.js';
import { glyphFromPicture } from './glyph-from-picture.js';

const PAPER = 6;

/** With paper around. */
function framed(width: number, height: number, valueAt: (at: number) => number): CleanInk {
  const wide = width + 2 * PAPER;
  const values = new Float32Array(wide * (height + 2 * PAPER));
  for (let at = 0; at < width * height; at++) {
    const [row, column] = [Math.floor(at / width), at % width];
    values[(row + PAPER) * wide + column + PAPER] = valueAt(at);
  }
  return { width: wide, height: height + 2 * PAPER, values };
}

const asPicture = ({ width, height, values }: CleanInk) => ({
  ...{ width, height },
  pixels: Uint8Array.from(values, (value) => Math.round(255 * value)),
});

describe('glyphFromInk', () => {
  it('comes to what the whole way of a picture comes to', () => {
    const inks = [
      ...readInks()
        .filter((_, at) => at % 9 === 2)
        .map(({ strokes }) => {
          const { values, width } = stripFromStrokes(strokes);
          return framed(width, values.length / width, (at) => values[at]!);
        }),
      // Paler than full ink, as parts of pictures are.
      ...readGlyphs('mnist')
        .filter((_, at) => at % 5 === 1)
        .map(({ picture: { width, height, pixels } }) =>
          framed(width, height, (at) => (0.8 * pixels[at]!) / 255),
        ),
    ];
    expect(inks.length).toBeGreaterThan(20);
    const means = inks.map((ink) => {
      return difference(glyphFromInk(ink), glyphFromPicture(asPicture(ink)).glyph).mean;
    });
    expect(means.filter((mean) => mean > 0.002).length).toBeLessThan(means.length / 20);
    expect(Math.max(...means)).toBeLessThan(0.1);
  });

  it('says when there is nothing, or a dot', () => {
    const code = (ink: CleanInk) => {
      try {
        glyphFromInk(ink);
      } catch (error) {
        return (error as { code: string }).code;
      }
      return undefined;
    };
    expect(code(framed(20, 20, () => 0))).toBe('nothing_drawn');
    const disc = (at: number) => (Math.hypot((at % 20) - 10, Math.floor(at / 20) - 10) < 5 ? 1 : 0);
    expect(code(framed(20, 20, disc))).toBe('only_a_dot');
  });
});
