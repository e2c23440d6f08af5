import { describe, expect, it } from '@jest/globals';
import { readGlyphs } from '../testing/fixtures.js';
import type { GreyPicture } from '../types.js';
import { withFaintStrokes } from './faint.js';
import type { Grid } from './grid.js';

/** A level stroke, in each column of the tone that is given. */
function line(tone: (column: number) => number): Grid {
  const [width, height] = [160, 120];
  const values = Float32Array.from({ length: width * height }, (_, at) => {
    const row = Math.floor(at / width);
    return row >= 56 && row < 66 ? tone(at % width) : 0;
  });
  return { width, height, values };
}

/** Each pixel as a square of so many: the softest edges that there are, for the width of their lines. */
function enlarged({ width, pixels }: GreyPicture, factor: number): Grid {
  const side = width * factor;
  const values = Float32Array.from({ length: side * side }, (_, at) => {
    const row = Math.floor(at / side / factor);
    return pixels[row * width + Math.floor((at % side) / factor)]! / 255;
  });
  return { width: side, height: side, values };
}

describe('withFaintStrokes', () => {
  it('brings a stroke that fades to the full tone', () => {
    const fading = line((column) => (column < 80 ? 1 : column < 140 ? 0.2 : 0));
    const { ink } = withFaintStrokes({ ink: fading, noise: 0.05 });
    const at = (column: number) => ink.values[60 * ink.width + column]!;
    expect([40, 100, 120, 150].map((column) => at(column) > 0.9)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('takes soft edges for no stroke, whatever the size', () => {
    const soft = [...readGlyphs('mnist'), ...readGlyphs('emnist')].filter(({ picture }, at) => {
      const ink = enlarged(picture, 4 + (at % 3));
      return withFaintStrokes({ ink, noise: 0.05 }).ink !== ink;
    });
    expect(soft.map(({ label }) => label)).toEqual([]);
  });
});
