import type { GreyPicture } from '../types.js';
import type { Grid, Mask } from './grid.js';
import { bytes, floats, zeroCounts } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, max, min } = Math;

/** Pictures with no longer side than this are looked at as they are. */
const WHOLE_SIDE = 160;

/** Of larger ones an overview is made, of at most this side. */
const OVERVIEW_SIDE = 128;

/** So many pixels, along each side, are enough to tell the tone of a square. */
const MOST_SAMPLES = 3;

const TONES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** A smaller picture of a picture: each pixel stands for a square of its pixels, or for what is left of one. */
export interface Overview {
  /** Pixels of the picture, along each side, for one of the overview. */
  readonly factor: number;
  /** Mean tones, 0..1. */
  readonly means: Grid;
}

export function overviewOf(picture: GreyPicture): Overview {
  const side = max(picture.width, picture.height);
  const factor = side <= WHOLE_SIDE ? 1 : ceil(side / OVERVIEW_SIDE);
  if (factor === 1) return { factor, means: tonesOf(picture) };
  const { pixels } = picture;
  const width = ceil(picture.width / factor);
  const height = ceil(picture.height / factor);
  const means = { width, height, values: floats(width * height) };
  const sums = zeroCounts(width);
  for (let row = 0; row < height; row++) {
    const rows = min(factor, picture.height - row * factor);
    sums.fill(0);
    for (let line = 0; line < rows; line++) {
      let from = (row * factor + line) * picture.width;
      const lineEnd = from + picture.width;
      for (let column = 0; column < width; column++) {
        const end = min(lineEnd, from + factor);
        let sum = 0;
        for (; from < end; from++) sum += pixels[from]!;
        sums[column]! += sum;
      }
    }
    for (let column = 0; column < width; column++) {
      const columns = min(factor, picture.width - column * factor);
      means.values[row * width + column] = sums[column]! / (255 * rows * columns);
    }
  }
  return { factor, means };
}

/**
 * For each square of pixels the bits that all its tones have: so thin lines stay lines, whatever their tone.
 *
 * @param bitsOf of each tone, 0..255
 * @param longest the most squares along a side
 */
export function bitsInCommon(
  { width, height, pixels }: GreyPicture,
  bitsOf: Uint8Array,
  longest: number,
): { readonly factor: number; readonly bits: Mask } {
  const factor = ceil(max(width, height) / longest);
  const columns = ceil(width / factor);
  const rows = ceil(height / factor);
  const values = bytes(columns * rows);
  if (factor === 1) {
    for (let at = 0; at < values.length; at++) values[at] = bitsOf[pixels[at]!]!;
    return { factor, bits: { width, height, values } };
  }
  for (let row = 0; row < rows; row++) {
    const top = row * factor;
    const bottom = min(height, top + factor);
    for (let column = 0; column < columns; column++) {
      const left = column * factor;
      const right = min(width, left + factor);
      let bits = 255;
      for (let line = top; line < bottom && bits !== 0; line++) {
        const end = line * width + right;
        for (let at = line * width + left; at < end; at++) bits &= bitsOf[pixels[at]!]!;
      }
      values[row * columns + column] = bits;
    }
  }
  return { factor, bits: { width: columns, height: rows, values } };
}

/** The tones 0..1 of all pixels. */
export function tonesOf({ width, height, pixels }: GreyPicture): Grid {
  const values = floats(width * height);
  for (let at = 0; at < values.length; at++) values[at] = TONES[pixels[at]!]!;
  return { width, height, values };
}

/**
 * Shrinks by a whole factor until no side is longer than this; smaller pictures stay as they are. Of large
 * squares only some pixels are looked at, evenly spread.
 */
export function shrinkPicture(picture: GreyPicture, longest: number): GreyPicture {
  const factor = ceil(max(picture.width, picture.height) / longest);
  if (factor <= 1) return picture;
  const width = ceil(picture.width / factor);
  const height = ceil(picture.height / factor);
  const pixels = bytes(width * height);
  const samples = min(factor, MOST_SAMPLES);
  const places = Array.from({ length: samples }, (_, at) => floor(((at + 0.5) * factor) / samples));
  const count = samples * samples;
  const last = width - 1;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    const lines = places.map(
      (down) => min(picture.height - 1, row * factor + down) * picture.width,
    );
    const into = pixels.subarray(start, start + last);
    if (samples === MOST_SAMPLES) meansOfNine(picture.pixels, lines, places, factor, into);
    else meansOfFour(picture.pixels, lines, places, factor, into);
    // What is left of a square at the right is told by its first pixels.
    let sum = count >> 1;
    for (const line of lines) {
      for (const along of places) {
        sum += picture.pixels[line + min(picture.width - 1, last * factor + along)]!;
      }
    }
    pixels[start + last] = sum / count;
  }
  return { width, height, pixels };
}

/** Written out, since a large picture has millions of pixels to look at. */
function meansOfNine(
  from: GreyPicture['pixels'],
  [line, below, last]: readonly number[],
  [first, second, third]: readonly number[],
  factor: number,
  into: Uint8Array,
): void {
  const [toSecond, toThird] = [second! - first!, third! - first!];
  let [a, b, c] = [line! + first!, below! + first!, last! + first!];
  for (let column = 0; column < into.length; column++) {
    const sum =
      from[a]! +
      from[a + toSecond]! +
      from[a + toThird]! +
      from[b]! +
      from[b + toSecond]! +
      from[b + toThird]! +
      from[c]! +
      from[c + toSecond]! +
      from[c + toThird]!;
    // A ninth, rounded: exact for sums as small as these, and quicker than a division.
    into[column] = ((sum + 4) * 7282) >> 16;
    a += factor;
    b += factor;
    c += factor;
  }
}

function meansOfFour(
  from: GreyPicture['pixels'],
  [line, below]: readonly number[],
  [first, second]: readonly number[],
  factor: number,
  into: Uint8Array,
): void {
  const toSecond = second! - first!;
  let [a, b] = [line! + first!, below! + first!];
  for (let column = 0; column < into.length; column++) {
    const sum = from[a]! + from[a + toSecond]! + from[b]! + from[b + toSecond]!;
    into[column] = (sum + 2) >> 2;
    a += factor;
    b += factor;
  }
}

/** The part of a picture inside a box. */
export function cropPicture(
  picture: GreyPicture,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
): GreyPicture {
  const [width, height] = [right - left, bottom - top];
  const pixels = bytes(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * picture.width + left;
    pixels.set(picture.pixels.subarray(from, from + width), row * width);
  }
  return { width, height, pixels };
}
