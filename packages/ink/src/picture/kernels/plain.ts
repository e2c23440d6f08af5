import type { Kernels } from './kernels.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min } = Math;

/** The same, number for number, without WebAssembly. */
export function plainKernels({ buffer }: { readonly buffer: ArrayBuffer }): Kernels {
  const u8 = new Uint8Array(buffer);
  const i32 = new Int32Array(buffer);
  const f32 = new Float32Array(buffer);
  const floats =
    (operation: (a: number, b: number) => number): Kernels['largestFloats'] =>
    (a, b, to, bytes) => {
      for (let at = 0; at < bytes; at += 4) {
        f32[(to + at) >> 2] = operation(f32[(a + at) >> 2]!, f32[(b + at) >> 2]!);
      }
    };
  /** For each square of each band of rows. */
  const squares = (
    [from, width, height, factor]: readonly [number, number, number, number],
    note: (bytes: Iterable<number>) => void,
  ): void => {
    for (let top = 0; top < height; top += factor) {
      const bottom = min(height, top + factor);
      for (let left = 0; left < width; left += factor) {
        const right = min(width, left + factor);
        const bytes: number[] = [];
        for (let row = top; row < bottom; row++) {
          for (let column = left; column < right; column++) {
            bytes.push(u8[from + row * width + column]!);
          }
        }
        note(bytes);
      }
    }
  };
  return {
    largestFloats: floats(max),
    smallestFloats: floats(min),
    eitherBits: (a, b, to, bytes) => {
      for (let at = 0; at < bytes; at++) u8[to + at] = u8[a + at]! | u8[b + at]!;
    },
    sumsOfSquares: (from, width, height, factor, _line, to) => {
      let place = to >> 2;
      squares([from, width, height, factor], (bytes) => {
        let sum = 0;
        for (const byte of bytes) sum += byte;
        i32[place++] = sum;
      });
    },
    extremesOfSquares: (from, width, height, factor, _lows, _highs, toLow, toHigh) => {
      let place = 0;
      squares([from, width, height, factor], (bytes) => {
        u8[toLow + place] = min(...bytes);
        u8[toHigh + place++] = max(...bytes);
      });
    },
    countBytes: (from, length, counts) => {
      for (let at = from; at < from + length; at++) i32[(counts >> 2) + u8[at]!]!++;
    },
    distancesAlong: (set, to, stride, count) => {
      const [start, row] = [to >> 2, stride >> 2];
      for (let at = 0; at < count; at++) {
        i32[start + at] = u8[set + at]! * (i32[start + at - row]! + 1);
      }
      for (let at = start + count - 1; at >= start; at--) {
        i32[at] = min(i32[at]!, i32[at + row]! + 1);
      }
    },
    nearestInRows: (distances, stride, rows, width, line, beyond, furthest) => {
      const [first, length] = [line >> 2, stride >> 2];
      for (let row = 0; row < rows; row++) {
        const start = (distances >> 2) + row * length;
        for (let column = 0; column < length; column++) {
          const own = i32[start + column]!;
          i32[first + column] = i32[start + column] = own * own;
        }
        i32.fill(beyond, first + width, first + width + 4);
        for (let column = 0; column < length; column++) {
          let best = i32[start + column]!;
          for (let away = 1; away <= furthest && away * away < best; away++) {
            const nearer = min(i32[first + column - away]!, i32[first + column + away]!);
            best = min(best, nearer + away * away);
          }
          i32[start + column] = best;
        }
      }
    },
  };
}
