import { describe, expect, it } from '@jest/globals';
import { GLYPH_SIDE } from '@inkling/ink';
import { classActivation, heatOverGlyph } from './heat-map.js';

describe('classActivation', () => {
  it('weighs each map by the mean of its gradient, and keeps what speaks for the class', () => {
    const maps = Float32Array.of(1, 2, 3, 4, 4, 3, 2, 1);
    const gradient = Float64Array.of(2, 0, 2, 0, -1, -1, 0, 0);
    const shape = { channels: 2, height: 2, width: 2 };
    // Means 1 and -1/2.
    expect([...classActivation(maps, gradient, shape)]).toEqual([0, 0.5, 2, 3.5]);
  });

  it('is the class activation map where the gradient is the same all over a map', () => {
    const maps = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const [first, second] = [0.5, -0.2];
    const gradient = Float64Array.of(...Array(4).fill(first / 4), ...Array(4).fill(second / 4));
    const activation = classActivation(maps, gradient, { channels: 2, height: 2, width: 2 });
    const cam = [0, 1, 2, 3].map((at) => Math.max(0, first * maps[at]! + second * maps[at + 4]!));
    cam.forEach((value, at) => expect(activation[at]).toBeCloseTo(value / 4, 12));
  });
});

describe('heatOverGlyph', () => {
  const field = { count: 2, start: 7, step: 14, size: 20 };

  it('puts the hottest place where its values look, as 1', () => {
    const heat = heatOverGlyph(Float64Array.of(0, 0, 3, 0), { rows: field, columns: field });
    const at = (x: number, y: number) => heat[y * GLYPH_SIDE + x]!;
    expect(at(7, 21)).toBe(1);
    // It fades towards the border.
    expect(at(0, 21)).toBeCloseTo(0.5);
    expect(at(0, 27)).toBeCloseTo((8 / 14) * 0.5);
    expect(at(14, 21)).toBeCloseTo(0.5);
    expect(at(14, 14)).toBeCloseTo(0.25);
    expect(at(21, 7)).toBe(0);
  });

  it('stays cold where nothing speaks for the class', () => {
    const heat = heatOverGlyph(new Float64Array(4), { rows: field, columns: field });
    expect(heat.every((value) => value === 0)).toBe(true);
  });
});
