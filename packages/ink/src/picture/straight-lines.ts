import type { Mask } from './grid.js';
import { ints } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, floor, max, min, round } = Math;

/** A straight line through the whole picture: its row at the left border and at the right one. */
export interface Line {
  readonly left: number;
  readonly right: number;
}

/** A line may rise or fall by this part of the picture's width. */
export const STEEPEST = 0.06;

/** Part of a line's columns that must be ink. */
const SUPPORT = 0.85;

/** The nearly level lines through a picture so wide. */
export interface Ways {
  /** How many rows they rise or fall at most. */
  readonly most: number;
  /**
   * For each rise, from that many rows up to that many down, the place of the line's pixel in each column, seen from
   * the one in the left border's row.
   */
  readonly places: readonly Int32Array[];
}

export function waysThrough(width: number): Ways {
  const known = lastWays.find((ways) => ways.width === width);
  if (known) return known;
  const most = max(1, round(STEEPEST * width));
  const places: Int32Array[] = [];
  for (let rise = -most; rise <= most; rise++) {
    const way = new Int32Array(width);
    for (let column = 0; column < width; column++) {
      way[column] = round((rise / width) * column) * width + column;
    }
    places.push(way);
  }
  const ways = { width, most, places };
  lastWays = [ways, ...lastWays.slice(0, 1)];
  return ways;
}

/** A picture is looked through several times from both sides. */
let lastWays: readonly (Ways & { readonly width: number })[] = [];

/** Whether ink that spans so many columns is enough for a line through a picture so wide. */
export const mayHoldLine = (columns: number, width: number): boolean => columns >= SUPPORT * width;

/** How many pixels of a mask are set above each row, and at the end in all. */
export function setAboveRows({ width, height, values }: Mask): Int32Array {
  const above = ints(height + 1);
  let count = 0;
  for (let row = 0; row < height; row++) {
    const end = (row + 1) * width;
    for (let at = row * width; at < end; at++) count += values[at]!;
    above[row + 1] = count;
  }
  return above;
}

/**
 * All nearly level lines through the mask: each pair of rows at the left and the right border votes
 * with its columns that are set, of neighbouring pairs the best remains (a Hough transform in the two
 * rows; Duda and Hart 1972).
 */
export function straightLines(mask: Mask): Line[] {
  const { width, height, values } = mask;
  const inRows = setAboveRows(mask);
  const mostMisses = floor((1 - SUPPORT) * width);
  const found: (Line & { votes: number })[] = [];
  const { most, places } = waysThrough(width);
  for (let left = 0; left < height; left++) {
    const last = min(height - 1, left + most);
    for (let right = max(0, left - most); right <= last; right++) {
      // Too little ink in all the rows that it passes.
      if (inRows[max(left, right) + 1]! - inRows[min(left, right)]! < width - mostMisses) continue;
      const misses = missesOf(values, left * width, places[right - left + most]!, mostMisses);
      const votes = width - misses;
      if (votes >= SUPPORT * width) found.push({ left, right, votes });
    }
  }
  found.sort((a, b) => b.votes - a.votes);
  const best: Line[] = [];
  for (const { left, right } of found) {
    const isNew = best.every((line) => abs((line.left + line.right) / 2 - (left + right) / 2) > 2);
    if (isNew) best.push({ left, right });
  }
  return best;
}

/** How many places of a line are not set, counted as far as matters. */
function missesOf(values: Uint8Array, start: number, way: Int32Array, most: number): number {
  let misses = 0;
  for (let column = 0; column < way.length && misses <= most; column++) {
    misses += 1 - values[start + way[column]!]!;
  }
  return misses;
}

/** The nearest position to `middle` that is set, at most `reach` away. */
export function nearestSet(
  isSet: (at: number) => boolean,
  middle: number,
  reach: number,
): number | undefined {
  for (let away = 0; away <= reach; away++) {
    if (isSet(middle - away)) return middle - away;
    if (isSet(middle + away)) return middle + away;
  }
  return undefined;
}
