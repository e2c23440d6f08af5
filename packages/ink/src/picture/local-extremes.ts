import { inverted, type Grid, type Mask } from './grid.js';
import { bytes, floats, withKernels } from './workspace.js';

/** Dilation of a mask: 1 where a pixel of the square window of an odd side is set. */
export function maskDilation({ width, height, values }: Mask, window: number): Mask {
  const result = bytes(values.length);
  slide({ width, height, radius: window >> 1, size: 1 }, (block) => {
    const view = new Uint8Array(block.buffer);
    block.copyIn(view, values, 0);
    block.join('eitherBits');
    block.copyOut(view, result);
  });
  return { width, height, values: result };
}

/** Closing of a mask. */
export function maskClosing(mask: Mask, window: number): Mask {
  return inverted(maskDilation(inverted(maskDilation(mask, window)), window));
}

/** Grey dilation: the largest value in a square window of an odd side. */
export function dilation(grid: Grid, window: number): Grid {
  return extremes(grid, window >> 1, true);
}

/**
 * Grey closing: the largest value in a square window, then the smallest in one. Dark shapes narrower
 * than the window are filled with what surrounds them, slopes and steps of light stay where they are
 * (Serra: "Image Analysis and Mathematical Morphology", 1982).
 *
 * @param window side of the square, an odd number of pixels
 */
export function closing(grid: Grid, window: number): Grid {
  const radius = window >> 1;
  return extremes(extremes(grid, radius, true), radius, false);
}

/** Grey opening: light shapes narrower than the window are filled with what surrounds them. */
export function opening(grid: Grid, window: number): Grid {
  const radius = window >> 1;
  return extremes(extremes(grid, radius, false), radius, true);
}

function extremes(grid: Grid, radius: number, largest: boolean): Grid {
  if (radius === 0) return grid;
  const { width, height } = grid;
  const values = floats(grid.values.length);
  slide({ width, height, radius, size: 4 }, (block) => {
    const view = new Float32Array(block.buffer);
    block.copyIn(view, grid.values, largest ? -Infinity : Infinity);
    block.join(largest ? 'largestFloats' : 'smallestFloats');
    block.copyOut(view, values);
  });
  return { width, height, values };
}

interface Sliding {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  /** Bytes of a value. */
  readonly size: number;
}

interface Framed {
  readonly buffer: ArrayBuffer;
  /** Puts a grid into a frame as wide as half a window; `view` shows all of the memory. */
  copyIn<T extends Float32Array | Uint8Array>(view: T, values: T, outside: number): void;
  /** Joins each value with all of its window. */
  join(operation: 'largestFloats' | 'smallestFloats' | 'eitherBits'): void;
  copyOut<T extends Float32Array | Uint8Array>(view: T, values: T): void;
}

/**
 * What is joined of two values may be joined of windows: of two that are one apart, then of those of two, that are two
 * apart, and so on; first along the rows, then down the columns. So the work grows with the logarithm of the window,
 * and a kernel does sixteen bytes of it at a time.
 */
function slide({ width, height, radius, size }: Sliding, work: (block: Framed) => void): void {
  const window = 2 * radius + 1;
  // What is right of a row is what is left of the next one.
  const stride = width + radius;
  const length = (height + 2 * radius) * stride + radius;
  withKernels(length * size, (kernels, buffer, start) => {
    const first = start / size;
    work({
      buffer,
      copyIn: (view, values, outside) => {
        view.fill(outside, first, first + length);
        for (let row = 0; row < height; row++) {
          const own = values.subarray(row * width, (row + 1) * width);
          (view as Uint8Array).set(own, first + (row + radius) * stride + radius);
        }
      },
      join: (operation) => {
        const joinAll = (from: number, count: number, step: number) => {
          let reach = 1;
          const join = (shift: number) => {
            reach += shift;
            const bytes = (count + (window - reach) * step) * size;
            kernels[operation](from, from + shift * step * size, from, bytes);
          };
          while (2 * reach <= window) join(reach);
          if (reach < window) join(window - reach);
        };
        joinAll(start + radius * stride * size, height * stride, 1);
        joinAll(start, height * stride, stride);
      },
      copyOut: (view, values) => {
        for (let row = 0; row < height; row++) {
          const from = first + row * stride;
          (values as Uint8Array).set(view.subarray(from, from + width), row * width);
        }
      },
    });
  });
}
