import { describe, expect, it } from '@jest/globals';
import { renderStrokes } from '../strokes/render.js';
import { readInks } from '../testing/fixtures.js';
import { PEN_WIDTH } from '../strokes/glyph-from-strokes.js';
import { wantedWidth } from './fit.js';
import { PICTURE_PEN_RANGE } from './glyph-from-picture.js';
import type { Grid } from './grid.js';
import { changePenWidth, measurePen } from './pen-width.js';

const SIDE = 140;

/** Ink drawn 90 pixels large with a pen of known width. */
function drawn(at: number, pen: number): Grid {
  const { strokes } = readInks()[at]!;
  const points = strokes.flat();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const scale = 90 / Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const offsetX = 25 - Math.min(...xs) * scale;
  const offsetY = 25 - Math.min(...ys) * scale;
  const values = renderStrokes(strokes, { scale, offsetX, offsetY }, SIDE, pen);
  return { width: SIDE, height: SIDE, values };
}

const samples = [2, 12, 22, 41, 50, 70, 96, 110];

describe('measurePen', () => {
  it('finds the width that a character was drawn with', () => {
    for (const pen of [3, 5, 8, 12]) {
      const widths = samples.map((at) => measurePen(drawn(at, pen)).width);
      const mean = widths.reduce((sum, width) => sum + width, 0) / widths.length;
      // Crossings and turns are thicker than the pen.
      expect(mean / pen).toBeGreaterThan(0.93);
      expect(mean / pen).toBeLessThan(1.15);
    }
  });

  it('is nought without ink', () => {
    const empty = { width: 5, height: 5, values: new Float32Array(25) };
    expect(measurePen(empty)).toEqual({ width: 0, thickest: 0, thinnest: 0 });
  });
});

describe('changePenWidth', () => {
  it.each([
    [3, 7.5],
    [6, 10.3],
    [9, 6.2],
    [12, 8],
  ])('turns lines of %d pixels into lines of %d', (from, to) => {
    for (const at of samples) {
      const changed = changePenWidth(drawn(at, from), to - from);
      const wanted = drawn(at, to);
      const apart = changed.values.reduce(
        (sum, value, i) => sum + Math.abs(value - wanted.values[i]!),
        0,
      );
      const ink = wanted.values.reduce((sum, value) => sum + value, 0);
      expect(apart / ink).toBeLessThan(0.12);
    }
  });
});

describe('wantedWidth', () => {
  it('keeps usual lines, makes no leaps, and ends at the typical width', () => {
    const { narrowest, widest } = PICTURE_PEN_RANGE;
    let before = wantedWidth(0, PICTURE_PEN_RANGE);
    for (let width = 0; width < 12; width += 0.01) {
      const wanted = wantedWidth(width, PICTURE_PEN_RANGE);
      if (width >= narrowest && width <= widest) expect(wanted).toBe(width);
      expect(wanted).toBeGreaterThanOrEqual(narrowest - 1e-9);
      expect(wanted).toBeLessThanOrEqual(widest + 1e-9);
      expect(Math.abs(wanted - before)).toBeLessThan(0.02);
      before = wanted;
    }
    expect(wantedWidth(0.3, PICTURE_PEN_RANGE)).toBe(PEN_WIDTH);
    expect(wantedWidth(9, PICTURE_PEN_RANGE)).toBe(PEN_WIDTH);
  });
});
