import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { webAssembly } from '../../wasm/index.js';
import { assembleKernels } from './assemble.js';
import type { Kernels } from './kernels.js';
import { plainKernels } from './plain.js';
import { wasmKernels } from './simd.js';

const PAGE = 65_536;
const wasmMemory = new webAssembly!.Memory({ initial: 1, maximum: 1 });
const plainMemory = { buffer: new ArrayBuffer(PAGE) };
const SIDES = [
  { kernels: wasmKernels(wasmMemory)!, buffer: wasmMemory.buffer as ArrayBuffer },
  { kernels: plainKernels(plainMemory), buffer: plainMemory.buffer },
];

/** What both leave at a place, of the same bytes before. */
function expectSame(
  before: Uint8Array,
  [from, length]: readonly [number, number],
  run: (kernels: Kernels, buffer: ArrayBuffer) => void,
): Uint8Array {
  const [one, other] = SIDES.map(({ kernels, buffer }) => {
    const view = new Uint8Array(buffer).fill(0);
    view.set(before);
    run(kernels, buffer);
    return view.slice(from, from + length);
  });
  expect(one).toEqual(other);
  return one!;
}

/** Noise with stretches of one tone, as pictures have. */
const tones = (length: number) =>
  fc.array(fc.tuple(fc.nat(255), fc.nat(40)), { minLength: 1, maxLength: 60 }).map((runs) => {
    const bytes = new Uint8Array(length);
    for (let at = 0, run = 0; at < length; run++) {
      const [tone, count] = runs[run % runs.length]!;
      bytes.fill(tone, at, at + count + 1);
      at += count + 1;
    }
    return bytes;
  });

const size = { width: fc.integer({ min: 1, max: 70 }), height: fc.integer({ min: 1, max: 40 }) };
const pictures = fc
  .record({ ...size, factor: fc.integer({ min: 1, max: 80 }) })
  .chain((shape) => tones(shape.width * shape.height).map((pixels) => ({ ...shape, pixels })));

const [A, B, TO] = [1024, 9008, 24_000];

describe('the kernels of WebAssembly do what the plain ones do, number for number:', () => {
  it.each(['largestFloats', 'smallestFloats'] as const)('%s', (name) => {
    const float = fc.float({ noNaN: true });
    const values = fc.array(fc.tuple(float, float), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, (pairs) => {
        const before = new Uint8Array(PAGE);
        const floats = new Float32Array(before.buffer);
        floats.set(
          pairs.map(([a]) => a),
          A / 4,
        );
        floats.set(
          pairs.map(([, b]) => b),
          B / 4,
        );
        const bytes = 4 * pairs.length;
        expectSame(before, [A, bytes], (kernels) => kernels[name](A, B, A, bytes));
      }),
    );
  });

  it('eitherBits, also of what lies a few bytes further', () => {
    fc.assert(
      fc.property(tones(300), fc.integer({ min: 1, max: 290 }), (before, bytes) => {
        const shift = 300 - bytes;
        expectSame(before, [0, bytes], (kernels) => kernels.eitherBits(0, shift, 0, bytes));
      }),
    );
  });

  it('sumsOfSquares and extremesOfSquares', () => {
    fc.assert(
      fc.property(pictures, ({ width, height, factor, pixels }) => {
        const count = Math.ceil(width / factor) * Math.ceil(height / factor);
        const at = [0, width, height, factor] as const;
        expectSame(pixels, [TO, 4 * count], ({ sumsOfSquares }) => sumsOfSquares(...at, B, TO));
        expectSame(pixels, [TO, 2 * count], ({ extremesOfSquares }) =>
          extremesOfSquares(...at, 8192, B, TO, TO + count),
        );
      }),
    );
  });

  it('meansOfFour and meansOfNine', () => {
    const bytes = fc.uint8Array({ minLength: 600, maxLength: 600 });
    const shapes = fc.record({
      before: fc.oneof(bytes, tones(600)),
      factor: fc.integer({ min: 3, max: 40 }),
      count: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(shapes, ({ before, factor, count }) => {
        expectSame(before, [TO, count], ({ meansOfFour }) => meansOfFour(0, 100, TO, count));
        const columns = [0.5, 1.5, 2.5].map((at) => Math.floor((at * factor) / 3));
        const [first, second, third] = columns as [number, number, number];
        const most = Math.min(count, Math.floor(200 / factor));
        expectSame(before, [TO, most], ({ meansOfNine }) =>
          meansOfNine(0, 200, B, first, second, third, factor, TO, most),
        );
      }),
    );
  });

  it('countBytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }).chain(tones), (before) => {
        const counted = expectSame(before, [TO, 1024], (kernels, buffer) => {
          kernels.countBytes(0, before.length, TO);
          // Which of the four counts it is in is a matter of the kernel.
          const counts = new Uint32Array(buffer, TO, 1024);
          for (let bin = 256; bin < 1024; bin++) counts[bin & 255]! += counts[bin]!;
        });
        const all = new Uint32Array(counted.buffer).reduce((sum, count) => sum + count);
        expect(all).toBe(before.length);
      }),
    );
  });

  it('copyRows and frameRows', () => {
    const rows = fc.record({ ...size, margin: fc.integer({ min: 0, max: 40 }) });
    fc.assert(
      fc.property(rows, tones(2800), ({ width, height, margin }, before) => {
        const step = width + margin;
        // Apart, and together again.
        const copied = expectSame(before, [TO, width * height], ({ copyRows }) => {
          copyRows(0, B, width, height, width, step);
          copyRows(B, TO, width, height, step, width);
        });
        expect(copied).toEqual(before.slice(0, width * height));
        const whole = margin & ~3;
        expectSame(before, [TO, (width + whole) * height], ({ frameRows }) =>
          frameRows(0, TO, width, height, whole, 0x7f80_0102),
        );
      }),
    );
  });

  /** Tones 0..1 and what lies a little outside, and the borders between bins. */
  const value = fc.oneof(
    fc.float({ min: Math.fround(-0.2), max: Math.fround(1.2), noNaN: true }),
    fc.integer({ min: -2, max: 520 }).map((half) => Math.fround(half / 510)),
  );
  const grids = fc
    .record({ width: fc.integer({ min: 1, max: 30 }), height: size.height })
    .chain((shape) => {
      const length = shape.width * shape.height;
      const values = fc.array(value, { minLength: length, maxLength: length });
      return values.map((all) => ({ ...shape, values: Float32Array.from(all) }));
    });

  it('areAbove and binsOfFloats', () => {
    fc.assert(
      fc.property(grids, value, ({ values }, level) => {
        const before = new Uint8Array(values.buffer);
        const { length } = values;
        expectSame(before, [TO, length], ({ areAbove }) => areAbove(0, level, TO, length));
        expectSame(before, [TO, length], ({ binsOfFloats }) => binsOfFloats(0, TO, length));
      }),
    );
  });

  it('mixFloats and addShare', () => {
    fc.assert(
      fc.property(grids, value, fc.nat(60), ({ values }, share, shift) => {
        const before = new Uint8Array(values.buffer);
        const count = values.length - shift;
        fc.pre(count > 0);
        expectSame(before, [TO, 4 * count], ({ mixFloats }) =>
          mixFloats(0, 4 * shift, share, TO, count),
        );
        expectSame(before, [TO, 8 * count], ({ addShare }, buffer) => {
          new Float64Array(buffer, TO, count).forEach((_, at, all) => (all[at] = at / 3));
          addShare(4 * shift, share, TO, count);
        });
      }),
    );
  });

  it('localMeans', () => {
    fc.assert(
      fc.property(grids, fc.nat(45), ({ width, height, values }, radius) => {
        const before = new Uint8Array(values.buffer);
        const [room, rowCounts, columnCounts, sums] = [8192, 9216, 10_240, 11_264];
        expectSame(before, [TO, before.length], ({ localMeans }, buffer) => {
          const counts = (place: number, count: number) =>
            new Float64Array(buffer, place, count).forEach((_, at, all) => (all[at] = 1 + at));
          counts(rowCounts, height);
          counts(columnCounts, width);
          const places = [room, sums, rowCounts, columnCounts, TO] as const;
          localMeans(0, width, height, radius, ...places);
        });
      }),
    );
  });

  it('countGrains', () => {
    const bytes = fc.uint8Array({ minLength: 200, maxLength: 200 });
    const rows = fc.tuple(
      fc.oneof(tones(200), bytes),
      fc.integer({ min: 3, max: 66 }),
      fc.nat(255),
    );
    fc.assert(
      fc.property(rows, ([before, width, level]) => {
        expectSame(before, [TO, 4], ({ countGrains }, buffer) => {
          const grains = countGrains(0, width, 2 * width, width - 2, level);
          new Uint32Array(buffer)[TO / 4] = grains;
        });
      }),
    );
  });

  it('distancesAlong and nearestInRows', () => {
    const masks = fc
      .record({ ...size, outsideIsSet: fc.boolean(), reach: fc.integer({ min: 1, max: 40 }) })
      .chain((shape) => {
        const length = Math.ceil(shape.width / 4) * 4 * shape.height;
        return tones(length).map((bytes) => ({ ...shape, set: bytes.map((byte) => +(byte > 90)) }));
      });
    fc.assert(
      fc.property(masks, ({ width, height, set, outsideIsSet, reach }) => {
        const columns = Math.ceil(width / 4) * 4;
        const furthest = outsideIsSet ? reach : Math.min(reach, (width >> 1) + 1);
        const place = TO + 4 * columns;
        expectSame(set, [place, 4 * columns * height], (kernels, buffer) => {
          const view = new Int32Array(buffer);
          const outside = outsideIsSet ? 19_999 : 0;
          view.fill(outside, TO / 4, place / 4);
          view.fill(outside, place / 4 + columns * height, place / 4 + columns * (height + 1));
          const line = 4096;
          const beyond = outsideIsSet ? 4e8 : 0;
          view.fill(beyond, line / 4, line / 4 + 2 * furthest + columns + 4);
          kernels.distancesAlong(0, place, 4 * columns, columns * height);
          const first = line + 4 * furthest;
          kernels.nearestInRows(place, 4 * columns, height, width, first, beyond, furthest);
        });
      }),
    );
  });
});

it('are small enough to be compiled at once in a browser, which takes 4 KB', () => {
  for (const { length } of assembleKernels()) expect(length).toBeLessThan(4096);
});
