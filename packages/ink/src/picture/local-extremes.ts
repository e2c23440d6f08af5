import { inverted, type Grid, type Mask } from './grid.js';
import { aligned, bytes, floats, placeOf, withKernels, writeTo } from './workspace.js';

/** Dilation of a mask: 1 where a pixel of the square window of an odd side is set. */
export function maskDilation({ width, height, values }: Mask, window: number): Mask {
  const result = bytes(values.length);
  const radius = window >> 1;
  slide({ width, height, values }, { across: radius, down: radius }, result, EITHER);
  return { width, height, values: result };
}

/** The same within each column alone. */
export function maskDilationDown({ width, height, values }: Mask, window: number): Mask {
  const result = bytes(values.length);
  slide({ width, height, values }, { across: 0, down: window >> 1 }, result, EITHER);
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
  slide(grid, { across: radius, down: radius }, values, largest ? LARGEST : SMALLEST);
  return { width, height, values };
}

interface Joining {
  readonly operation: 'largestFloats' | 'smallestFloats' | 'eitherBits';
  /** What lies outside. */
  readonly outside: number;
  /** Bytes of a value. */
  readonly size: number;
}

const bitsOf = (float: number): number => new Int32Array(Float32Array.of(float).buffer)[0]!;

const LARGEST: Joining = { operation: 'largestFloats', outside: -Infinity, size: 4 };
const SMALLEST: Joining = { operation: 'smallestFloats', outside: Infinity, size: 4 };
const EITHER: Joining = { operation: 'eitherBits', outside: 0, size: 1 };

/**
 * Each value joined with all of its window. What is joined of two values may be joined of windows: of two that are one
 * apart, then of those of two, that are two apart, and so on; first along the rows, then down the columns. So the work
 * grows with the logarithm of the window, and a kernel does sixteen bytes of it at a time.
 */
function slide(
  { width, height, values }: Grid | Mask,
  { across, down }: { readonly across: number; readonly down: number },
  into: Float32Array | Uint8Array,
  { operation, outside, size }: Joining,
): void {
  // What is right of a row is what is left of the next one.
  const margin = across * size;
  const stride = width * size + margin;
  const length = (height + 2 * down) * stride + margin;
  // Kernels reach beyond the frame's end.
  const framed = aligned(length) + 32;
  const bytesOfValues = aligned(values.byteLength);
  withKernels(framed + 2 * bytesOfValues, (kernels, buffer, start) => {
    const room = start + framed;
    const first = start + down * stride + margin;
    const from = placeOf(values, buffer, room);
    kernels.frameRows(from, first, width * size, height, margin, bitsOf(outside));
    const end = first + height * stride;
    const view = size === 4 ? new Float32Array(buffer) : new Uint8Array(buffer);
    view.fill(outside, start / size, first / size);
    view.fill(outside, end / size, (start + length) / size);
    const joinAll = (begin: number, step: number, window: number) => {
      let reach = 1;
      const join = (shift: number) => {
        reach += shift;
        const bytes = height * stride + (window - reach) * step;
        kernels[operation](begin, begin + shift * step, begin, bytes);
      };
      while (2 * reach <= window) join(reach);
      if (reach < window) join(window - reach);
    };
    joinAll(start + down * stride, size, 2 * across + 1);
    joinAll(start, stride, 2 * down + 1);
    writeTo(into, buffer, room + bytesOfValues, (place) =>
      kernels.copyRows(start, place, width * size, height, stride, width * size),
    );
  });
}
