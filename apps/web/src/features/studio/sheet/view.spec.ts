import { describe, expect, it } from '@jest/globals';
import { toSheet, viewOf } from './view';

const stroke = (x: number, y: number) => ({
  points: [[x, y, 0] as const],
  penWidth: 10,
  hasPressure: false,
});

describe('viewOf', () => {
  it('puts the middle of the canvas at 0, 0, whatever its size', () => {
    expect(toSheet(viewOf(800, 480, []), 400, 240)).toEqual([0, 0]);
    expect(toSheet(viewOf(390, 400, []), 195, 200)).toEqual([0, 0]);
  });

  it('counts 480 units along the shorter side', () => {
    expect(toSheet(viewOf(960, 240, []), 480, 240)).toEqual([0, 240]);
    expect(viewOf(960, 240, []).scale).toBe(0.5);
  });

  it('shrinks a drawing that would not fit, and only then', () => {
    expect(viewOf(960, 480, [stroke(470, 0)]).scale).toBe(1);
    const narrow = viewOf(480, 480, [stroke(475, 0)]);
    expect(475 * narrow.scale + narrow.offsetX).toBeLessThanOrEqual(480);
    expect(narrow.scale).toBe(0.5);
  });

  it('survives a canvas without size', () => {
    expect(Number.isFinite(toSheet(viewOf(0, 0, [stroke(5, 5)]), 3, 3)[0])).toBe(true);
  });
});
