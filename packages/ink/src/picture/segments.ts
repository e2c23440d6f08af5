import type { Mask } from './grid.js';
import { maskDilationDown } from './local-extremes.js';
import { setAboveRows, waysThrough } from './straight-lines.js';
import { ints } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, max, min } = Math;

/** A straight, nearly level piece of ink: from column `from` up to, not including, `to`. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  /** Its row at the left border of the picture, were it that long, and at the right one. */
  readonly left: number;
  readonly right: number;
}

/** Columns without ink that a piece may bridge. */
const LARGEST_GAP = 2;

/** Two pieces nearer than this, in rows, are one. */
const SAME_ROWS = 2;

/** All straight, nearly level pieces at least so long, the longest first. */
export function straightSegments(mask: Mask, shortest: number): Segment[] {
  const { width, height } = mask;
  const found: Segment[] = [];
  const inRow = setAboveRows(mask);
  const last = lastSet(mask);
  const { most, places } = waysThrough(width);
  // Too little ink in all the rows that a line passes.
  const least = shortest / (LARGEST_GAP + 1);
  // What hangs together on a line does so, too, where all the rows that it may pass are seen as one.
  const longest = longestPieces(maskDilationDown(mask, 2 * most + 1));
  for (let left = 0; left < height; left++) {
    if (longest[left]! < shortest) continue;
    const end = min(height - 1, left + most);
    for (let right = max(0, left - most); right <= end; right++) {
      if (inRow[max(left, right) + 1]! - inRow[min(left, right)]! < least) continue;
      addPieces(found, mask, left, right, places[right - left + most]!, last, shortest);
    }
  }
  const slope = ({ left, right }: Segment) => abs(right - left);
  found.sort((a, b) => b.to - b.from - (a.to - a.from) || slope(a) - slope(b));
  const best: Segment[] = [];
  for (const segment of found) {
    if (best.every((other) => isApart(segment, other, width))) best.push(segment);
  }
  return best;
}

/** For each row how long the longest piece in it is. */
function longestPieces({ width, height, values }: Mask): Int32Array {
  const longest = ints(height);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    let from = 0;
    let last = -LARGEST_GAP - 2;
    let most = 0;
    for (let column = 0; column < width; column++) {
      if (values[start + column] === 0) continue;
      if (column - last > LARGEST_GAP + 1) from = column;
      last = column;
      if (last + 1 - from > most) most = last + 1 - from;
    }
    longest[row] = most;
  }
  return longest;
}

/**
 * The pieces of one line. A long piece has ink in one of any few columns that follow each other, so it is enough to
 * look for it once in its length.
 *
 * @param way of `waysThrough`, from the line's row at the left border
 * @param last the last column with ink
 */
function addPieces(
  found: Segment[],
  { width, values }: Mask,
  left: number,
  right: number,
  way: Int32Array,
  last: number,
  shortest: number,
): void {
  const first = left * width;
  const stride = max(1, ceil(shortest) - LARGEST_GAP);
  let probe = stride - 1;
  while (probe <= last) {
    let seed = probe;
    const until = min(last, probe + LARGEST_GAP);
    while (seed <= until && values[first + way[seed]!] === 0) seed++;
    if (seed > until) {
      probe += stride;
      continue;
    }
    let from = seed;
    for (let at = seed - 1; at >= 0 && from - at <= LARGEST_GAP + 1; at--) {
      if (values[first + way[at]!] !== 0) from = at;
    }
    let to = seed;
    for (let at = seed + 1; at <= last && at - to <= LARGEST_GAP + 1; at++) {
      if (values[first + way[at]!] !== 0) to = at;
    }
    if (to + 1 - from >= shortest) found.push({ left, right, from, to: to + 1 });
    probe = to + stride;
  }
}

/** The last column with any pixel that is set, or -1. */
function lastSet({ width, height, values }: Mask): number {
  let last = -1;
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let column = width - 1; column > last; column--) {
      if (values[start + column] !== 0) last = column;
    }
  }
  return last;
}

function isApart(a: Segment, b: Segment, width: number): boolean {
  const [from, to] = [max(a.from, b.from), min(a.to, b.to)];
  if (to <= from) return true;
  const middle = (from + to) / 2;
  return abs(rowAt(a, middle, width) - rowAt(b, middle, width)) > SAME_ROWS;
}

/** The row of a piece in a column of a picture so wide. */
export const rowAt = ({ left, right }: Segment, column: number, width: number): number =>
  left + ((right - left) * column) / width;
