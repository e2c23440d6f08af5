import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STRIP_HEIGHT, type Stroke } from '../types.js';
import { stripFromStrokes, STRIP_PEN_WIDTH } from './strip-from-strokes.js';

/** Uprights side by side with a bar through them. */
const fence: Stroke[] = [
  ...[0, 30, 60, 90].map((x): Stroke => [
    [x, 0],
    [x + 5, 40],
  ]),
  [
    [0, 20],
    [95, 22],
  ],
];

/** Characters of three strokes each, on one base line. */
const manyUprights = (count: number): Stroke[] =>
  Array.from({ length: count }, (_, at) => at * 30).flatMap((x): Stroke[] => [
    [[x, 0], [x + 3, 40]],
    [[x, 0], [x + 18, 1]],
    [[x + 3, 40], [x + 20, 39]],
  ]); // prettier-ignore

const risen = (strokes: readonly Stroke[], climb: number): Stroke[] =>
  strokes.map((stroke) => stroke.map(([x, y]) => [x, y - climb * x] as const));

const moved = (strokes: readonly Stroke[], by: number, scale: number): Stroke[] =>
  strokes.map((stroke) => stroke.map(([x, y]) => [x * scale + by, y * scale - by] as const));

const rowHasInk = (values: Float32Array, width: number, row: number) =>
  values.subarray(row * width, (row + 1) * width).some((value) => value > 0.5);

describe('stripFromStrokes', () => {
  it('fits the ink into the height, with its aspect kept', () => {
    const { values, width } = stripFromStrokes(fence);
    const room = STRIP_HEIGHT - 4 - STRIP_PEN_WIDTH;
    expect(width).toBe(Math.ceil((95 * room) / 40 + 4 + STRIP_PEN_WIDTH));
    expect(values).toHaveLength(STRIP_HEIGHT * width);
    const rows = Array.from({ length: STRIP_HEIGHT }, (_, row) => rowHasInk(values, width, row));
    expect(rows.slice(2, -2)).toEqual(Array(STRIP_HEIGHT - 4).fill(true));
    expect(rows.slice(0, 2).concat(rows.slice(-2))).toEqual(Array(4).fill(false));
  });

  it('does not depend on where and how large it was drawn', () => {
    const plain = stripFromStrokes(fence);
    fc.assert(
      fc.property(
        fc.double({ min: -500, max: 500, noNaN: true }),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        (by, scale) => {
          const other = stripFromStrokes(moved(fence, by, scale));
          expect(Math.abs(other.width - plain.width)).toBeLessThanOrEqual(1);
          for (let row = 0; row < STRIP_HEIGHT; row++) {
            for (let column = 0; column < plain.width - 1; column++) {
              const [a, b] = [plain, other].map(
                ({ values, width }) => values[row * width + column]!,
              );
              expect(Math.abs(a! - b!)).toBeLessThan(1e-3);
            }
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('says where a place of the drawing is', () => {
    const { values, width, placement } = stripFromStrokes(moved(fence, 300, 2));
    const [x, y] = [300 + 2 * 62.5, -300 + 2 * 20];
    const column = Math.floor(x * placement.scale + placement.offsetX);
    const row = Math.floor(y * placement.scale + placement.offsetY);
    expect(values[row * width + column]).toBeGreaterThan(0.5);
  });

  it('keeps a dash flat, and takes a single upright', () => {
    const dash = stripFromStrokes([
      [
        [0, 0],
        [100, 1],
      ],
    ]);
    const inked = Array.from({ length: STRIP_HEIGHT }, (_, row) =>
      rowHasInk(dash.values, dash.width, row),
    ).filter(Boolean);
    expect(inked.length).toBeLessThan(12);
    const upright = stripFromStrokes([
      [
        [5, 0],
        [5, 80],
      ],
    ]);
    expect(upright.width).toBe(Math.ceil(4 + STRIP_PEN_WIDTH));
  });

  it.each([0.08, 0.17, -0.12, -0.22])('levels a line that climbs by %d, and says so', (climb) => {
    const line = manyUprights(24);
    const level = stripFromStrokes(line);
    expect(level.slope).toBe(0);
    const climbing = stripFromStrokes(risen(line, climb));
    expect(climbing.slope).toBeCloseTo(-climb, 1);
    expect(Math.abs(climbing.width / level.width - 1)).toBeLessThan(0.15);
    // A place is where it was before the line was levelled about its middle.
    const { scale, offsetX, offsetY } = climbing.placement;
    const [x, y] = risen(line, climb)[20]![0]!;
    const column = x * scale + offsetX;
    const row = y * scale + offsetY - climbing.slope * (column - climbing.width / 2);
    expect(climbing.values[Math.floor(row) * climbing.width + Math.floor(column)]).toBeGreaterThan(
      0.5,
    );
  });

  it('leaves a slash, a few characters and a little drift as they are', () => {
    const slash: Stroke[] = [[[0, 30], [100, 0]]]; // prettier-ignore
    const drifting = risen(manyUprights(24), 0.01);
    for (const strokes of [slash, risen(manyUprights(3), 0.17), drifting]) {
      expect(stripFromStrokes(strokes).slope).toBe(0);
    }
  });

  it('refuses nothing and dots', () => {
    expect(() => stripFromStrokes([])).toThrow();
    expect(() => stripFromStrokes([[[7, 7]]])).toThrow();
  });
});
