import { bytes, floats, placeOf, withKernels } from './workspace.js';

/** A picture of one channel inside this folder; what its values mean is said where it is made. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  /** `width * height` values, row by row. */
  readonly values: Float32Array;
}

/** One byte a pixel, 1 where it holds. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

/** Whole pixels; `right` and `bottom` are the first ones outside. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const longerSide = (box: Box): number =>
  Math.max(box.right - box.left, box.bottom - box.top);

export const touchesBorder = (
  { left, top, right, bottom }: Box,
  { width, height }: { readonly width: number; readonly height: number },
): boolean => left === 0 || top === 0 || right === width || bottom === height;

/** The smallest box around all pixels above a level, or `undefined` when there is none. */
export function boundsAbove(
  { width, height, values }: { width: number; height: number; values: ArrayLike<number> },
  level: number,
): Box | undefined {
  let left = width;
  let right = 0;
  let top = height;
  let bottom = 0;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    let column = 0;
    // What lies between the outermost ones so far is not looked at, once it is known that the row has one.
    while (column < width && !(values[start + column]! > level)) column++;
    if (column === width) continue;
    if (column < left) left = column;
    let last = width - 1;
    while (last >= right && !(values[start + last]! > level)) last--;
    if (last >= right) right = last + 1;
    if (row < top) top = row;
    bottom = row + 1;
  }
  return right > left ? { left, top, right, bottom } : undefined;
}

/** The part of a grid inside a box, with a margin of zeros around it. */
export function cropGrid(grid: Grid, box: Box, margin = 0): Grid {
  const innerWidth = box.right - box.left;
  const innerHeight = box.bottom - box.top;
  const width = innerWidth + 2 * margin;
  const height = innerHeight + 2 * margin;
  const values = floats(width * height);
  for (let row = 0; row < innerHeight; row++) {
    const from = (box.top + row) * grid.width + box.left;
    const own = grid.values.subarray(from, from + innerWidth);
    values.set(own, (row + margin) * width + margin);
  }
  return { width, height, values };
}

/** The part of a box that lies in the picture. */
export const boundsWithin = (
  { width, height }: { width: number; height: number },
  { left, top, right, bottom }: Box,
): Box => ({
  left: Math.max(0, left),
  top: Math.max(0, top),
  right: Math.min(width, right),
  bottom: Math.min(height, bottom),
});

/** Rows and columns exchanged. */
export function transposed({ width, height, values }: Grid): Grid {
  const turned = floats(values.length);
  exchange(values, turned, width, height);
  return { width: height, height: width, values: turned };
}

/** The same of a mask. */
export function transposedMask({ width, height, values }: Mask): Mask {
  const turned = bytes(values.length);
  exchange(values, turned, width, height);
  return { width: height, height: width, values: turned };
}

function exchange<T extends Float32Array | Uint8Array>(
  from: T,
  to: T,
  width: number,
  height: number,
): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0, at = row * width; column < width; column++, at++) {
      to[column * height + row] = from[at]!;
    }
  }
}

/** 1 where a grid is above a level. */
export function maskAbove({ width, height, values }: Grid, level: number): Mask {
  const mask = { width, height, values: bytes(values.length) };
  withKernels(5 * values.length + 16, (kernels, buffer, start) => {
    const from = placeOf(values, buffer, start + (values.length & ~15) + 16);
    kernels.areAbove(from, floatBelow(level), start, values.length);
    mask.values.set(new Uint8Array(buffer, start, values.length));
  });
  return mask;
}

/** The largest 32-bit float up to a number above 0: what is above the one is above the other. */
function floatBelow(level: number): number {
  const [float, bits] = [new Float32Array([level]), new Int32Array(1)];
  if (float[0]! <= level) return level;
  bits.set(new Int32Array(float.buffer));
  return new Float32Array(Int32Array.of(bits[0]! - 1).buffer)[0]!;
}

/** 1 where a mask is 0. */
export function inverted({ width, height, values }: Mask): Mask {
  const mask = { width, height, values: bytes(values.length) };
  mask.values.set(values);
  // Four bytes at once.
  const fours = new Uint32Array(mask.values.buffer, mask.values.byteOffset, values.length >> 2);
  for (let at = 0; at < fours.length; at++) fours[at]! ^= 0x01010101;
  for (let at = 4 * fours.length; at < values.length; at++) mask.values[at]! ^= 1;
  return mask;
}
