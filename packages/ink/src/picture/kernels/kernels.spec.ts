import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { webAssembly } from '../../wasm/index.js';
import { plainKernels, wasmKernels, type Kernels } from './kernels.js';

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

const [A, B, TO] = [1024, 9000, 24_000];

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

  it('countBytes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }).chain(tones), (before) => {
        const counted = expectSame(before, [TO, 1024], (kernels) => {
          kernels.countBytes(0, before.length, TO);
        });
        const all = new Uint32Array(counted.buffer).reduce((sum, count) => sum + count);
        expect(all).toBe(before.length);
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
