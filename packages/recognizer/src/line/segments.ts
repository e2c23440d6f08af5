import { STRIP_HEIGHT, type Strip } from '@inkling/ink';
import type { CharacterSpan } from './align.js';
import { STRIP_PIXELS_A_STEP } from './sequence-session.js';

/** The part of a strip that a character stands on, in its columns. */
export interface Segment {
  readonly left: number;
  /** The column after the last one. */
  readonly right: number;
  /** No ink goes on beyond its sides. */
  readonly standsAlone: boolean;
}

/** A column has ink from here on, of what would fill it. */
const INK = 0.35;

/**
 * Where one character ends and the next begins: CTC tells about where each is, the ink where there is room
 * between two, and without room the thinnest place does.
 *
 * @param spans of all characters of a row, spaces too, from left to right
 */
export function segmentsOf(strip: Strip, spans: readonly CharacterSpan[]): Segment[] {
  const ink = columnInk(strip);
  // A step sees most of what is left of the columns that it stands for.
  const middles = spans.map(({ from, to }) => ((from + to - 1) / 2) * STRIP_PIXELS_A_STEP);
  const cuts = middles.slice(1).map((next, at) => thinnest(ink, middles[at]!, next));
  const bounds = [0, ...cuts, strip.width];
  return spans.map((_, at) => {
    const [left, right] = [bounds[at]!, bounds[at + 1]!];
    const isFree = (column: number) =>
      column <= 0 || column >= strip.width || ink[column]! < INK || ink[column - 1]! < INK;
    return { left, right, standsAlone: right > left && isFree(left) && isFree(right) };
  });
}

function columnInk({ values, width }: Strip): Float32Array {
  const ink = new Float32Array(width);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    for (let column = 0; column < width; column++) ink[column]! += values[row * width + column]!;
  }
  return ink;
}

/** Each character keeps so much of the way to its neighbour's middle, at least. */
const KEPT = 0.1;

/** What the distance from half-way, as a share of the way and squared, costs in pixels of ink. */
const AWAY = 16;

/**
 * The thinnest place between two middles, the nearer to half-way the better. With these numbers a network for single characters
 * reads most of what is cut out of validation lines (joined letters 54 of 100, digits 90).
 */
function thinnest(ink: Float32Array, from: number, to: number): number {
  const reach = Math.max(1, to - from);
  const first = Math.max(0, Math.floor(from + KEPT * reach));
  const last = Math.min(ink.length - 1, Math.ceil(to - KEPT * reach));
  const middle = (from + to) / 2;
  let best = Math.round(middle);
  let least = Infinity;
  for (let column = first; column <= last; column++) {
    const away = Math.abs(column - middle) / reach;
    const cost = ink[column]! + AWAY * away ** 2;
    if (cost < least) [least, best] = [cost, column];
  }
  return best;
}
