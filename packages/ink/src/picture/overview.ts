import type { GreyPicture } from '../types.js';
import type { Grid, Mask } from './grid.js';
import type { Kernels } from './kernels/kernels.js';
import { aligned, bytes, floats, withKernels, writeTo } from './workspace.js';

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
  /** 0..1. */
  readonly tones: Grid;
}

const overviewFactor = ({ width, height }: GreyPicture): number =>
  max(width, height) <= WHOLE_SIDE ? 1 : ceil(max(width, height) / OVERVIEW_SIDE);

/** An overview of mean tones. */
export function overviewOf(picture: GreyPicture): Overview {
  const factor = overviewFactor(picture);
  if (factor === 1) return { factor, tones: tonesOf(picture) };
  const width = ceil(picture.width / factor);
  const height = ceil(picture.height / factor);
  const tones = { width, height, values: floats(width * height) };
  const line = 2 * (picture.width + factor) + 48;
  inBandsOf(picture, factor, line + 4 * width * mostRows(picture, factor), (band) => {
    const { kernels, buffer, from, rows, room } = band;
    const sums = roundedUp(room + line);
    kernels.sumsOfSquares(from, picture.width, rows, factor, room, sums);
    const count = ceil(rows / factor) * width;
    const view = new Int32Array(buffer, sums, count);
    const start = (band.top / factor) * width;
    for (let at = 0; at < count; at++) tones.values[start + at] = view[at]!;
  });
  const lastRows = picture.height - (height - 1) * factor;
  const lastColumns = picture.width - (width - 1) * factor;
  for (let row = 0; row < height; row++) {
    const all = 255 * (row < height - 1 ? factor : lastRows);
    const last = (row + 1) * width - 1;
    const whole = all * factor;
    for (let at = row * width; at < last; at++) tones.values[at]! /= whole;
    tones.values[last]! /= all * lastColumns;
  }
  return { factor, tones };
}

/** Which tone of a square stands for it, where thin lines of that tone are to be kept. */
export type Extreme = 'darkest' | 'lightest';

/** An overview of the darkest or the lightest tones. */
export function overviewOfExtremes(picture: GreyPicture, extreme: Extreme): Overview {
  const factor = overviewFactor(picture);
  return { factor, tones: tonesOf(shrunkToExtremes(picture, factor, extreme)) };
}

/** Shrinks as `shrinkPicture` does, to the darkest or the lightest tone of each square. */
export const shrinkToExtremes = (
  picture: GreyPicture,
  longest: number,
  extreme: Extreme,
): GreyPicture =>
  shrunkToExtremes(picture, ceil(max(picture.width, picture.height) / longest), extreme);

function shrunkToExtremes(picture: GreyPicture, factor: number, extreme: Extreme): GreyPicture {
  if (factor === 1) return picture;
  const width = ceil(picture.width / factor);
  const height = ceil(picture.height / factor);
  const pixels = bytes(width * height);
  inBandsOfExtremes(picture, factor, (start, low, high) => {
    pixels.set(extreme === 'darkest' ? low : high, start);
  });
  return { width, height, pixels };
}

/** Tones of 0 to 255, from the least up to the most. */
export interface ToneRange {
  readonly least: number;
  readonly most: number;
}

/**
 * For each square of pixels the ranges that all its tones are in, a bit each: so thin lines stay lines, whatever their
 * tone.
 *
 * @param ranges at most eight
 * @param longest the most squares along a side
 */
export function rangesInCommon(
  picture: GreyPicture,
  ranges: readonly ToneRange[],
  longest: number,
): { readonly factor: number; readonly bits: Mask } {
  const factor = ceil(max(picture.width, picture.height) / longest);
  const width = ceil(picture.width / factor);
  const height = ceil(picture.height / factor);
  const values = bytes(width * height);
  const bitsOf = bitsOfTones(ranges);
  const bits = { width, height, values };
  if (factor === 1) {
    for (let at = 0; at < values.length; at++) values[at] = bitsOf[picture.pixels[at]!]!;
    return { factor, bits };
  }
  // All tones are in a range where the least and the largest of them are.
  inBandsOfExtremes(picture, factor, (start, low, high) => {
    for (let at = 0; at < low.length; at++) {
      values[start + at] = bitsOf[low[at]!]! & bitsOf[high[at]!]!;
    }
  });
  return { factor, bits };
}

/** For each tone a bit for each of the ranges that it is in. */
function bitsOfTones(ranges: readonly ToneRange[]): Uint8Array {
  const bits = new Uint8Array(256);
  ranges.forEach(({ least, most }, bit) => {
    for (let tone = max(0, least); tone <= min(255, most); tone++) bits[tone]! |= 1 << bit;
  });
  return bits;
}

/**
 * The least and the largest tones of the squares of a picture, some rows of squares at a time; `start`: the first of
 * these squares.
 */
function inBandsOfExtremes(
  picture: GreyPicture,
  factor: number,
  work: (start: number, low: Uint8Array, high: Uint8Array) => void,
): void {
  const width = ceil(picture.width / factor);
  const line = picture.width + factor + 32;
  const squares = width * mostRows(picture, factor);
  inBandsOf(picture, factor, 2 * (line + squares), (band) => {
    const { kernels, buffer, from, rows, room } = band;
    const low = room + 2 * line;
    const high = low + squares;
    const at = [from, picture.width, rows, factor, room, room + line, low, high] as const;
    kernels.extremesOfSquares(...at);
    const count = ceil(rows / factor) * width;
    const start = (band.top / factor) * width;
    work(start, new Uint8Array(buffer, low, count), new Uint8Array(buffer, high, count));
  });
}

/** Bytes of a picture that are put together into the memory of the kernels. */
const BAND_BYTES = 1 << 17;

const rowsOfBand = ({ width, height }: GreyPicture, factor: number): number =>
  min(height, factor * max(1, floor(BAND_BYTES / (factor * width))));

/** Rows of squares in a band, at most. */
const mostRows = (picture: GreyPicture, factor: number): number =>
  ceil(rowsOfBand(picture, factor) / factor);

const roundedUp = (place: number): number => ceil(place / 4) * 4;

interface Band {
  readonly kernels: Kernels;
  readonly buffer: ArrayBuffer;
  /** Its first row in the picture, and how many it has. */
  readonly top: number;
  readonly rows: number;
  /** Where its pixels are. */
  readonly from: number;
  /** Where there is room for what else is needed. */
  readonly room: number;
}

/** Goes through a picture by bands of whole squares. @param more bytes that are needed beside each */
function inBandsOf(
  picture: GreyPicture,
  factor: number,
  more: number,
  work: (band: Band) => void,
): void {
  const { width, height, pixels } = picture;
  const most = rowsOfBand(picture, factor);
  const bytesOfBand = roundedUp(most * width) + 16;
  withKernels(bytesOfBand + more + 4, (kernels, buffer, start) => {
    const view = new Uint8Array(buffer);
    for (let top = 0; top < height; top += most) {
      const rows = min(most, height - top);
      view.set(pixels.subarray(top * width, (top + rows) * width), start);
      work({ kernels, buffer, top, rows, from: start, room: start + bytesOfBand });
    }
  });
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
  const { pixels: from } = picture;
  const length = aligned(picture.width);
  withKernels(samples * length + 2 * length + 32 + width + 16, (kernels, buffer, start) => {
    const line = start + samples * length;
    const room = line + 2 * length + 32;
    const rows = new Uint8Array(buffer);
    const [first, second, third] = places as [number, number, number];
    for (let row = 0; row < height; row++) {
      const lines = places.map(
        (down) => min(picture.height - 1, row * factor + down) * picture.width,
      );
      lines.forEach((place, at) => {
        rows.set(from.subarray(place, place + picture.width), start + at * length);
      });
      const at = row * width;
      writeTo(pixels.subarray(at, at + last), buffer, room, (to) => {
        if (samples < MOST_SAMPLES) kernels.meansOfFour(start, start + length, to, last);
        else kernels.meansOfNine(start, length, line, first, second, third, factor, to, last);
      });
      // What is left of a square at the right is told by its first pixels.
      let sum = count >> 1;
      for (const place of lines) {
        for (const along of places) {
          sum += from[place + min(picture.width - 1, last * factor + along)]!;
        }
      }
      pixels[at + last] = sum / count;
    }
  });
  return { width, height, pixels };
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
