import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../random.js';
import { changePenWidth, warpGlyph, type WarpLimits } from './warp.js';

const still: WarpLimits = { rotation: 0, shear: 0, scale: 0, shiftPx: 0, elasticPx: 0 };
const lively: WarpLimits = { rotation: 0.2, shear: 0.2, scale: 0.15, shiftPx: 1.5, elasticPx: 1 };

/** An upright bar, four pixels wide. */
function bar(): Float32Array {
  const glyph = new Float32Array(784);
  for (let row = 6; row < 22; row++) glyph.fill(1, row * 28 + 12, row * 28 + 16);
  return glyph;
}
const mass = (glyph: Float32Array) => glyph.reduce((sum, value) => sum + value, 0);

describe('warpGlyph', () => {
  it('leaves a glyph as it is where nothing may change', () => {
    const to = new Float32Array(784);
    warpGlyph(bar(), to, still, createRandom(1));
    expect(to).toEqual(bar());
  });

  it('moves ink by whole pixels without changing it', () => {
    const to = new Float32Array(784);
    const random = { ...createRandom(1), between: (_low: number, high: number) => high };
    warpGlyph(bar(), to, { ...still, shiftPx: 2 }, random);
    expect(to[8 * 28 + 14]).toBe(1);
    expect(to[7 * 28 + 14]).toBe(0);
    expect(mass(to)).toBeCloseTo(mass(bar()), 4);
  });

  it('stays in 0..1, keeps most of the ink, and is reproducible', () => {
    for (let seed = 0; seed < 50; seed++) {
      const to = new Float32Array(784);
      const again = new Float32Array(784);
      warpGlyph(bar(), to, lively, createRandom(seed));
      warpGlyph(bar(), again, lively, createRandom(seed));
      expect(to).toEqual(again);
      expect(Math.min(...to)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...to)).toBeLessThanOrEqual(1 + 1e-6);
      expect(mass(to) / mass(bar())).toBeGreaterThan(0.5);
      expect(mass(to) / mass(bar())).toBeLessThan(1.6);
    }
  });
});

describe('changePenWidth', () => {
  it('thickens and thins by up to a pixel', () => {
    const thick = bar();
    changePenWidth(thick, 1);
    expect(mass(thick)).toBe(5 * 17);
    const thin = bar();
    changePenWidth(thin, -1);
    expect(mass(thin)).toBe(3 * 15);
    const half = bar();
    changePenWidth(half, 0.5);
    expect(mass(half)).toBeGreaterThan(mass(bar()));
    expect(mass(half)).toBeLessThan(mass(thick));
  });
});
