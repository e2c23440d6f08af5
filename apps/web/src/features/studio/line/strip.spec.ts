import { describe, expect, it } from '@jest/globals';
import type { InkStroke } from '../sheet/sheet';
import { stripOf } from './strip';

const stroke = (points: InkStroke['points'], penWidth = 6): InkStroke => ({
  ...{ points, penWidth, hasPressure: false },
});

const svgOf = (strokes: readonly InkStroke[]): string =>
  decodeURIComponent(stripOf(strokes).replace('data:image/svg+xml,', ''));

describe('the picture of a line just written', () => {
  it('has the height, the margins and the pen of the strips of the server', () => {
    const svg = svgOf([
      stroke([
        [100, 50],
        [500, 250],
      ]),
    ]);
    expect(svg).toContain('viewBox="0 0 58 32"');
    expect(svg).toContain('stroke-width="2.2"');
    // Two empty pixels and half of the pen around the ink.
    expect(svg).toContain('d="M3.1 3.1L3.1 3.1 54.7 28.9"');
  });

  it('looks the same at any size of the writing and any width of the pen', () => {
    const written = (size: number, penWidth: number) =>
      svgOf([
        stroke(
          [
            [size, size],
            [3 * size, 2 * size],
          ],
          penWidth,
        ),
      ]);
    expect(written(400, 3)).toBe(written(20, 12));
  });

  it('has its rows one below the other', () => {
    const down = (x: number, y: number) =>
      stroke([
        [x, y],
        [x, y + 100],
      ]);
    const svg = svgOf([down(0, 0), down(60, 0), down(0, 300), down(60, 300)]);
    expect(svg).toContain('height="64"');
    expect(svg).toMatch(/M3\.1 35\.1L3\.1 35\.1 3\.1 60\.9M/);
  });

  it('shows a line that climbs level, as the server reads it', () => {
    const svg = svgOf(
      Array.from({ length: 12 }, (_, at) =>
        stroke([
          [60 * at, 300 - 12 * at],
          [60 * at, 360 - 12 * at],
        ]),
      ),
    );
    const rows = [...svg.matchAll(/M[\d.]+ ([\d.]+)L/g)].map(([, row]) => Number(row));
    expect(rows).toHaveLength(12);
    for (const row of rows) expect(row).toBeCloseTo(3.1, 0);
  });

  it('is none where there is no ink', () => {
    expect([stripOf([]), stripOf([stroke([])])]).toEqual(['', '']);
  });
});
