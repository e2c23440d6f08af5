import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { centreOfMass } from '../centre.js';
import { InkError } from '../errors.js';
import { difference, digestOf, glyphOrNamedError, linesOf } from '../testing/compare.js';
import { readInks } from '../testing/fixtures.js';
import { seededRandom } from '../testing/random.js';
import { MAX_POINTS, type Point, type Stroke } from '../types.js';
import { glyphFromStrokes } from './glyph-from-strokes.js';

const inks = readInks();
const ink = fc.constantFrom(...inks);

/** Rounding of coordinates may tip a pixel over to the next multiple of 1/255, no more. */
const ONE_LEVEL = 1 / 255 + 1e-6;

const mapped = (strokes: readonly Stroke[], map: (x: number, y: number) => Point): Stroke[] =>
  strokes.map((stroke) => stroke.map(([x, y]) => map(x, y)));

function boundsOf(strokes: readonly Stroke[]) {
  const xs = strokes.flat().map(([x]) => x);
  const ys = strokes.flat().map(([, y]) => y);
  return {
    minX: Math.min(...xs),
    minY: Math.min(...ys),
    maxX: Math.max(...xs),
    maxY: Math.max(...ys),
  };
}

const codeOf = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    if (error instanceof InkError) return error.code;
    throw error;
  }
  return 'no error';
};

describe('glyphFromStrokes', () => {
  it('does not depend on the place of the drawing', () => {
    const offset = fc.double({ min: -900_000, max: 900_000, noNaN: true });
    fc.assert(
      fc.property(ink, offset, offset, ({ strokes }, dx, dy) => {
        const moved = mapped(strokes, (x, y) => [x + dx, y + dy]);
        const { max } = difference(glyphFromStrokes(moved).glyph, glyphFromStrokes(strokes).glyph);
        expect(max).toBeLessThanOrEqual(ONE_LEVEL);
      }),
    );
  });

  it('does not depend on the size of the drawing', () => {
    fc.assert(
      fc.property(ink, fc.double({ min: 0.2, max: 500, noNaN: true }), ({ strokes }, factor) => {
        const scaled = mapped(strokes, (x, y) => [x * factor, y * factor]);
        const { max } = difference(glyphFromStrokes(scaled).glyph, glyphFromStrokes(strokes).glyph);
        expect(max).toBeLessThanOrEqual(ONE_LEVEL);
      }),
    );
  });

  it('does not depend on the direction or order of the strokes, nor on time and pressure', () => {
    for (const { strokes } of inks) {
      const backwards = [...strokes]
        .reverse()
        .map((stroke) => [...stroke].reverse().map(([x, y], at): Point => [x, y, at * 8, 0.5]));
      const { max } = difference(
        glyphFromStrokes(backwards).glyph,
        glyphFromStrokes(strokes).glyph,
      );
      expect(max).toBeLessThanOrEqual(ONE_LEVEL);
    }
  });

  it('puts the centre of mass where MNIST has it', () => {
    for (const { strokes } of inks) {
      const { x, y } = centreOfMass(glyphFromStrokes(strokes).glyph);
      expect(Math.abs(x - 14.5)).toBeLessThan(0.1);
      expect(Math.abs(y - 14.5)).toBeLessThan(0.1);
    }
  });

  it('takes any unit: parts of a canvas, inches, -1 to 1', () => {
    for (const { strokes } of inks) {
      const reference = glyphFromStrokes(strokes).glyph;
      for (const unit of [1 / 2000, 1 / 300, 1 / 90]) {
        const scaled = mapped(strokes, (x, y) => [x * unit, y * unit]);
        expect(difference(glyphFromStrokes(scaled).glyph, reference).max).toBeLessThanOrEqual(
          ONE_LEVEL,
        );
      }
    }
    // On a page of so many inches, or in a corner of a canvas.
    for (const [across, down, size] of [
      [6.5, 9, 0.3],
      [0.88, 0.93, 0.06],
    ] as const) {
      for (const { strokes } of inks) {
        const { minX, minY, maxX, maxY } = boundsOf(strokes);
        const unit = size / Math.max(maxX - minX, maxY - minY);
        const small = mapped(strokes, (x, y) => [
          across + (x - minX) * unit,
          down + (y - minY) * unit,
        ]);
        const { glyph } = glyphFromStrokes(strokes);
        expect(difference(glyphFromStrokes(small).glyph, glyph).max).toBeLessThanOrEqual(ONE_LEVEL);
      }
    }
    const seven: Stroke = [
      [0.2, 0.1],
      [0.7, 0.1],
      [0.4, 0.9],
    ];
    expect(codeOf(() => glyphFromStrokes([seven]))).toBe('no error');
    // A touch of the pen that shakes by a pixel.
    const touch: Stroke = [
      [154, 153],
      [155, 153.5],
    ];
    expect(codeOf(() => glyphFromStrokes([touch]))).toBe('only_a_dot');
    const long = Array.from({ length: 30 }, (_, at): Point => [40 + (at % 2), 30 + (at % 3) / 2]);
    expect(codeOf(() => glyphFromStrokes([long.map(([x, y]): Point => [x + 300, y])]))).toBe(
      'only_a_dot',
    );
  });

  it('drops a tap far from the character: a palm, a speck, a point at the origin', () => {
    for (const { strokes } of inks) {
      const reference = glyphFromStrokes(strokes).glyph;
      const { minX, minY, maxX, maxY } = boundsOf(strokes);
      const side = Math.max(maxX - minX, maxY - minY);
      const taps: Stroke[] = [
        [[minX - side, maxY + side]],
        [
          [maxX + 0.7 * side, maxY],
          [maxX + 0.72 * side, maxY + 0.02 * side],
        ],
        [[minX, minY - 1.5 * side]],
      ];
      for (const tap of taps) {
        for (const drawn of [
          [...strokes, tap],
          [tap, ...strokes],
        ]) {
          expect(difference(glyphFromStrokes(drawn).glyph, reference).max).toBe(0);
        }
      }
    }
  });

  it('keeps the dots of i, j, ä and !', () => {
    const stem: Stroke = [
      [50, 50],
      [50, 150],
    ];
    const without = glyphFromStrokes([stem]).glyph;
    for (const dots of [
      [[50, 15]],
      [[50, -20]],
      [[50, -75]],
      [[85, -10]],
      [[50, 175]],
      [
        [35, 30],
        [65, 30],
      ],
    ] as const) {
      const drawn = [stem, ...dots.map((dot): Stroke => [dot])];
      expect(difference(glyphFromStrokes(drawn).glyph, without).mean).toBeGreaterThan(0.005);
    }
  });

  it('gives a glyph in 0..1 or a named error for anything at all', () => {
    const coordinate = fc.oneof(
      fc.double(),
      fc.integer({ min: -1000, max: 1000 }),
      fc.constantFrom(NaN, Infinity, -Infinity, 1e6, -1e6, 1e308, 5e-324),
    );
    const point = fc.oneof(fc.tuple(coordinate, coordinate), fc.constant([] as unknown as Point));
    const strokes = fc.array(fc.array(point as fc.Arbitrary<Point>, { maxLength: 30 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(strokes, (drawn) => {
        glyphOrNamedError(() => glyphFromStrokes(drawn));
      }),
      { numRuns: 1000 },
    );
  });

  it('names what is wrong', () => {
    const line: Stroke = [
      [0, 0],
      [0, 50],
    ];
    expect(codeOf(() => glyphFromStrokes([]))).toBe('nothing_drawn');
    expect(codeOf(() => glyphFromStrokes([[], []]))).toBe('nothing_drawn');
    expect(codeOf(() => glyphFromStrokes([[[3, 3]]]))).toBe('only_a_dot');
    expect(codeOf(() => glyphFromStrokes([line, [[NaN, 1]]]))).toBe('bad_coordinates');
    expect(codeOf(() => glyphFromStrokes([line, [[1, -Infinity]]]))).toBe('bad_coordinates');
    expect(codeOf(() => glyphFromStrokes([line, [[1_000_001, 1]]]))).toBe('bad_coordinates');
    const many = Array.from({ length: MAX_POINTS }, (_, at): Point => [at % 300, at % 77]);
    expect(codeOf(() => glyphFromStrokes([many]))).toBe('no error');
    expect(codeOf(() => glyphFromStrokes([many, [[1, 1]]]))).toBe('too_many_points');
  });

  it('draws the largest scribble allowed', () => {
    const random = seededRandom(3);
    // Each segment crosses the whole drawing: the most work that 20,000 points can make.
    const scribble = Array.from({ length: MAX_POINTS }, (): Point => [
      random() * 300,
      random() * 300,
    ]);
    const { glyph } = glyphFromStrokes([scribble]);
    // All of the box is ink.
    expect(glyph.filter((value) => value === 1).length).toBeGreaterThan(18 * 18);
    expect(glyph.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('shows its steps when asked', () => {
    const { glyph, steps } = glyphFromStrokes(inks[0]!.strokes, { explain: true });
    expect(steps!.map(({ name }) => name)).toEqual(['drawing', 'boxed', 'centred']);
    for (const { width, height, pixels } of steps!) expect(pixels.length).toBe(width * height);
    expect(Array.from(steps!.at(-1)!.pixels)).toEqual(
      Array.from(glyph, (v) => Math.round(v * 255)),
    );
    expect(glyphFromStrokes(inks[0]!.strokes).steps).toBeUndefined();
  });

  it('gives the same glyphs of UNIPEN ink as ever', () => {
    const digests = inks.map(
      ({ label, strokes }) => `${label} ${digestOf(glyphFromStrokes(strokes).glyph)}`,
    );
    expect(digests.join('\n')).toMatchSnapshot('digests');
    for (const at of [10, 52, 96]) {
      const { label, strokes } = inks[at]!;
      expect(linesOf(glyphFromStrokes(strokes).glyph)).toMatchSnapshot(label);
    }
  });
});
