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

/** The least distance from a place to the corners of the outline: half of the line's width there. */
function distanceTo(path: string, x: number, y: number): number {
  const numbers = path.match(/-?\d+\.\d+/g)!.map(Number);
  const corners = numbers.filter((_, at) => at % 2 === 0);
  return Math.min(...corners.map((cx, at) => Math.hypot(cx - x, numbers[2 * at + 1]! - y)));
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
    const turns = [
      [0, 0],
      [300, 40],
      [20, 90],
      [310, 150],
    ] as const;
    const zigzag = { ...line(), points: turns.map(([x, y], at) => [x, y, at * 8] as const) };
    const path = strokeOutline(zigzag, true);
    const halves = turns.slice(1).flatMap(([x, y], at) => {
      const [fromX, fromY] = turns[at]!;
      return [0.2, 0.4, 0.6, 0.8].map((share) =>
        distanceTo(path, fromX + (x - fromX) * share, fromY + (y - fromY) * share),
      );
    });
    expect(Math.min(...halves)).toBeGreaterThan(4);
    expect(Math.max(...halves)).toBeLessThan(12);
  });

  it('draws a dot for a tap and nothing for nothing', () => {
    expect(strokeOutline({ ...line(), points: [[3, 3, 0]] }, true)).toMatch(/^M.+Z$/);
    expect(strokeOutline({ ...line(), points: [] }, true)).toBe('');
  });
});
