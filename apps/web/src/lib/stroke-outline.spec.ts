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

  it('draws a dot for a tap and nothing for nothing', () => {
    expect(strokeOutline({ ...line(), points: [[3, 3, 0]] }, true)).toMatch(/^M.+Z$/);
    expect(strokeOutline({ ...line(), points: [] }, true)).toBe('');
  });
});
