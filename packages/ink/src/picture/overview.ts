import type { GreyPicture } from '../types.js';
import type { Grid } from './grid.js';

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
  const means = { width, height, values: new Float32Array(width * height) };
  const sums = new Uint32Array(width);
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

/** The darkest and the lightest tone of each square, 0..255: so thin lines stay lines, whatever their tone. */
export interface Extremes {
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture, along each side, of a square. */
  readonly factor: number;
  readonly darkest: Uint8Array | Uint8ClampedArray;
  readonly lightest: Uint8Array | Uint8ClampedArray;
}

/** @param longest the most squares along a side */
export function extremesOf({ width, height, pixels }: GreyPicture, longest: number): Extremes {
  const factor = ceil(max(width, height) / longest);
  if (factor === 1) return { width, height, factor, darkest: pixels, lightest: pixels };
  const columns = ceil(width / factor);
  const rows = ceil(height / factor);
  const darkest = new Uint8Array(columns * rows);
  const lightest = new Uint8Array(darkest.length);
  for (let row = 0; row < rows; row++) {
    const top = row * factor;
    const bottom = min(height, top + factor);
    for (let column = 0; column < columns; column++) {
      const left = column * factor;
      const right = min(width, left + factor);
      let [dark, light] = [255, 0];
      for (let line = top; line < bottom; line++) {
        const end = line * width + right;
        for (let at = line * width + left; at < end; at++) {
          const tone = pixels[at]!;
          // The least and the greatest without a branch: in a photo nobody could guess which way it goes.
          dark += (tone - dark) & ((tone - dark) >> 31);
          light += (tone - light) & ~((tone - light) >> 31);
        }
      }
      darkest[row * columns + column] = dark;
      lightest[row * columns + column] = light;
    }
  }
  return { width: columns, height: rows, factor, darkest, lightest };
}

/** The tones 0..1 of all pixels. */
export function tonesOf({ width, height, pixels }: GreyPicture): Grid {
  const values = new Float32Array(width * height);
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
  const pixels = new Uint8Array(width * height);
  const samples = min(factor, MOST_SAMPLES);
  const places = Array.from({ length: samples }, (_, at) => floor(((at + 0.5) * factor) / samples));
  const count = samples * samples;
  const sums = new Uint16Array(width);
  for (let row = 0; row < height; row++) {
    sums.fill(count >> 1);
    for (const down of places) {
      const line = min(picture.height - 1, row * factor + down) * picture.width;
      for (const along of places) {
        // What is left of a square at the right is told by its first pixels.
        const last = width - 1;
        for (let column = 0, at = line + along; column < last; column++, at += factor) {
          sums[column]! += picture.pixels[at]!;
        }
        sums[last]! += picture.pixels[line + min(picture.width - 1, last * factor + along)]!;
      }
    }
    for (let column = 0; column < width; column++)
      pixels[row * width + column] = sums[column]! / count;
  }
  return { width, height, pixels };
}

/** The part of a picture inside a box. */
export function cropPicture(
  picture: GreyPicture,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
): GreyPicture {
  const [width, height] = [right - left, bottom - top];
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (top + row) * picture.width + left;
    pixels.set(picture.pixels.subarray(from, from + width), row * width);
  }
  return { width, height, pixels };
}
