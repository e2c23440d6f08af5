import { describe, expect, it } from '@jest/globals';
import { strokeOutline } from './stroke-outline';

const line = (pressure?: number) => ({
  points: Array.from({ length: 20 }, (_, at) => [at * 5, 0, at * 8, pressure] as const),
  penWidth: 16,
  hasPressure: pressure !== undefined,
});

/** How far the outline reaches above and below the line. */
function thickness(path: string): number {
  const numbers = path.match(/-?\d+\.\d+/g)!.map(Number);
  const ys = numbers.filter((_, at) => at % 2 === 1);
  return Math.max(...ys) - Math.min(...ys);
}

/** The same of the part near a place along the line. */
function thicknessAt(path: string, place: number): number {
  const numbers = path.match(/-?\d+\.\d+/g)!.map(Number);
  const ys = numbers.filter((_, at) => at % 2 === 1 && Math.abs(numbers[at - 1]! - place) < 12);
  return Math.max(...ys) - Math.min(...ys);
}

describe('strokeOutline', () => {
  it('closes one path around the stroke', () => {
    const path = strokeOutline(line(), true);
    expect(path).toMatch(/^M[^M]+Z$/);
    expect(path).not.toContain('NaN');
    expect(thickness(path)).toBeGreaterThan(8);
    expect(thickness(path)).toBeLessThanOrEqual(18);
  });

  it('is thicker where the pen presses harder', () => {
    expect(thickness(strokeOutline(line(0.9), true))).toBeGreaterThan(
      thickness(strokeOutline(line(0.2), true)) * 1.5,
    );
  });

  it('does not pinch where a fast pen left one point a turn', () => {
    const zigzag = {
      ...line(),
      points: [
        [0, 0, 0],
        [300, 0, 8],
        [600, 0, 16],
        [900, 0, 24],
      ] as const,
    };
    const widths = [150, 300, 450, 600, 750].map((x) =>
      thicknessAt(strokeOutline(zigzag, true), x),
    );
    expect(Math.min(...widths)).toBeGreaterThan(8);
    expect(Math.max(...widths) - Math.min(...widths)).toBeLessThan(3);
  });

  it('draws a dot for a tap and nothing for nothing', () => {
    expect(strokeOutline({ ...line(), points: [[3, 3, 0]] }, true)).toMatch(/^M.+Z$/);
    expect(strokeOutline({ ...line(), points: [] }, true)).toBe('');
  });
});
