import type { ColourPicture } from '@inkling/ink';

interface Samples {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel. */
  readonly pixels: Uint8Array | Uint16Array;
}

/** Bits that samples may use of those that they have: masks of 0 and 1, classes, and what sensors give. */
export const MAY_USE: Readonly<Record<8 | 16, readonly number[]>> = {
  8: [1, 2, 3, 4],
  16: [1, 2, 3, 4, 8, 10, 12, 14],
};

/** Reducing a picture sharpens it, and lifts the brightest values by so much. */
const OVERSHOOT = 1.1;

/**
 * One byte a sample. Where a file's colours use only some of its bits, as 12 of 16 or a mask's single one, these are
 * taken to be the whole range; so are those of alpha.
 */
export function stretchToBytes(
  picture: Samples,
  depth: 8 | 16,
): ColourPicture & { pixels: Uint8Array } {
  const { width, height, pixels } = picture;
  const full = 2 ** depth - 1;
  let [colour, alpha] = [0, 0];
  // Once both use all bits there is nothing left to find out, and a few pixels of most pictures do.
  const enough = mostOf(MAY_USE[depth].at(-1)!);
  for (let at = 0; at < pixels.length && (colour <= enough || alpha <= enough); at += 4) {
    colour = Math.max(colour, pixels[at]!, pixels[at + 1]!, pixels[at + 2]!);
    alpha = Math.max(alpha, pixels[at + 3]!);
  }
  const [mostColour, mostAlpha] = [rangeOf(colour, depth), rangeOf(alpha, depth)];
  if (depth === 8 && mostColour === full && mostAlpha === full) {
    return { width, height, pixels: pixels as Uint8Array };
  }
  const bytes = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at++) {
    const most = at % 4 === 3 ? mostAlpha : mostColour;
    bytes[at] = Math.min(255, Math.round((255 * pixels[at]!) / most));
  }
  return { width, height, pixels: bytes };
}

/** Values that use so many bits are no larger. */
export const mostOf = (bits: number): number => (2 ** bits - 1) * (bits > 1 ? OVERSHOOT : 1);

/** The largest value of the range that values up to `most` use. */
function rangeOf(most: number, depth: 8 | 16): number {
  const bits = MAY_USE[depth].find((used) => most <= mostOf(used));
  return most === 0 || bits === undefined ? 2 ** depth - 1 : 2 ** bits - 1;
}
