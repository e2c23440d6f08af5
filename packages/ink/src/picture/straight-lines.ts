import type { Grid, Mask } from './grid.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, floor, max, min, round } = Math;

/** A straight line through the whole picture: its row at the left border and at the right one. */
export interface Line {
  readonly left: number;
  readonly right: number;
}

/** Lines are looked for in a mask of at most this side. */
const SEARCH_SIDE = 200;

/** A line may rise or fall by this part of the picture's width. */
export const STEEPEST = 0.06;

/** Part of a line's columns that must be ink. */
const SUPPORT = 0.85;

/** Shrinks to a mask that is set wherever one of the pixels it stands for is above the level. */
export function poolMask(
  { width, height, values }: Grid,
  level: number,
): { mask: Mask; factor: number } {
  const factor = ceil(max(width, height) / SEARCH_SIDE);
  const mask = {
    width: ceil(width / factor),
    height: ceil(height / factor),
    values: new Uint8Array(ceil(width / factor) * ceil(height / factor)),
  };
  for (let row = 0; row < height; row++) {
    let at = floor(row / factor) * mask.width;
    let left = factor;
    for (let from = row * width, end = from + width; from < end; from++, left--) {
      if (left === 0) {
        at++;
        left = factor;
      }
      if (values[from]! > level) mask.values[at] = 1;
    }
  }
  return { mask, factor };
}

/**
 * All nearly level lines through a mask, from each row at the left border to each at the right one.
 *
 * @param look is told the two rows, and where the line's pixel of each column lies, seen from the left
 * border's row
 */
export function forEachLine(
  width: number,
  height: number,
  look: (left: number, right: number, way: Int32Array) => void,
): void {
  const most = max(1, round(STEEPEST * width));
  const ways = Array.from({ length: 2 * most + 1 }, (_, at) => wayOf(at - most, width));
  for (let left = 0; left < height; left++) {
    for (let right = max(0, left - most); right <= min(height - 1, left + most); right++) {
      look(left, right, ways[right - left + most]!);
    }
  }
}

function wayOf(rise: number, width: number): Int32Array {
  return Int32Array.from(
    { length: width },
    (_, column) => round((rise / width) * column) * width + column,
  );
}

/**
 * All nearly level lines through the mask: each pair of rows at the left and the right border votes
 * with its columns that are set, of neighbouring pairs the best remains (a Hough transform in the two
 * rows; Duda and Hart 1972).
 */
export function straightLines({ width, height, values }: Mask): Line[] {
  const mostMisses = floor((1 - SUPPORT) * width);
  const found: (Line & { votes: number })[] = [];
  forEachLine(width, height, (left, right, way) => {
    const start = left * width;
    let misses = 0;
    for (let column = 0; column < width && misses <= mostMisses; column++) {
      misses += 1 - values[start + way[column]!]!;
    }
    const votes = width - misses;
    if (votes >= SUPPORT * width) found.push({ left, right, votes });
  });
  found.sort((a, b) => b.votes - a.votes);
  const best: Line[] = [];
  for (const { left, right } of found) {
    const isNew = best.every((line) => abs((line.left + line.right) / 2 - (left + right) / 2) > 2);
    if (isNew) best.push({ left, right });
  }
  return best;
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
