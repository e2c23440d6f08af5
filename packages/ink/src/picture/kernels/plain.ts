import type { Kernels } from './kernels.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min, round } = Math;

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
    copyRows: (from, to, length, rows, fromStep, toStep) => {
      for (let row = 0; row < rows; row++) {
        u8.copyWithin(to + row * toStep, from + row * fromStep, from + row * fromStep + length);
      }
    },
    frameRows: (from, to, length, rows, margin, outside) => {
      const value = new Uint8Array(Int32Array.of(outside).buffer);
      for (let row = 0; row < rows; row++) {
        const place = to + row * (length + margin);
        u8.copyWithin(place, from + row * length, from + (row + 1) * length);
        for (let at = 0; at < margin; at++) u8[place + length + at] = value[at & 3]!;
      }
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
    meansOfFour: (row, below, to, count) => {
      for (let at = 0; at < count; at++) {
        const [a, b] = [row + 2 * at, below + 2 * at];
        u8[to + at] = (u8[a]! + u8[a + 1]! + u8[b]! + u8[b + 1]! + 2) >> 2;
      }
    },
    meansOfNine: (rows, length, _line, first, second, third, factor, to, count) => {
      for (let at = 0; at < count; at++) {
        let sum = 0;
        for (let row = rows + at * factor, end = row + 3 * length; row < end; row += length) {
          sum += u8[row + first]! + u8[row + second]! + u8[row + third]!;
        }
        u8[to + at] = round(sum / 9);
      }
    },
    localMeans: (values, width, height, radius, _room, _sums, rowCounts, columnCounts, to) => {
      const f64 = new Float64Array(buffer);
      const sums = new Float64Array(width);
      const add = (row: number, sign: 1 | -1): void => {
        const from = (values >> 2) + row * width;
        for (let column = 0; column < width; column++) sums[column]! += sign * f32[from + column]!;
      };
      for (let row = 0; row < min(radius, height); row++) add(row, 1);
      for (let row = 0; row < height; row++) {
        if (row + radius < height) add(row + radius, 1);
        if (row > radius) add(row - radius - 1, -1);
        let sum = 0;
        for (let column = 0; column < min(radius, width); column++) sum += sums[column]!;
        for (let column = 0; column < width; column++) {
          if (column + radius < width) sum += sums[column + radius]!;
          if (column > radius) sum -= sums[column - radius - 1]!;
          const count = f64[(rowCounts >> 3) + row]! * f64[(columnCounts >> 3) + column]!;
          f32[(to >> 2) + row * width + column] = sum / count;
        }
      }
    },
    mixFloats: (a, b, share, to, count) => {
      for (let at = 0; at < count; at++) {
        const own = f32[(a >> 2) + at]!;
        f32[(to >> 2) + at] = own + (f32[(b >> 2) + at]! - own) * share;
      }
    },
    addShare: (from, share, to, count) => {
      const f64 = new Float64Array(buffer);
      for (let at = 0; at < count; at++) f64[(to >> 3) + at]! += share * f32[(from >> 2) + at]!;
    },
    areAbove: (values, level, to, count) => {
      for (let at = 0; at < count; at++) u8[to + at] = +(f32[(values >> 2) + at]! > level);
    },
    binsOfFloats: (values, to, count) => {
      for (let at = 0; at < count; at++) {
        u8[to + at] = max(0, min(1, f32[(values >> 2) + at]!)) * 255 + 0.5;
      }
    },
    countGrains: (before, row, after, length, level) => {
      let grains = 0;
      for (let at = 1; at <= length; at++) {
        const isDark = u8[row + at]! <= level;
        const neighbours = [row + at - 1, row + at + 1, before + at, after + at];
        if (neighbours.filter((place) => u8[place]! <= level !== isDark).length > 2) grains++;
      }
      return grains;
    },
  };
}
