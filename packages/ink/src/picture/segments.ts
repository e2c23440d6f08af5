import type { Mask } from './grid.js';
import { forEachLine } from './straight-lines.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max, min } = Math;

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
export function straightSegments({ width, height, values }: Mask, shortest: number): Segment[] {
  const found: Segment[] = [];
  const { inRow, first: from, last: to } = inkOf({ width, height, values });
  forEachLine(width, height, (left, right, way) => {
    // Too little ink in all the rows that it passes.
    if (inRow[max(left, right) + 1]! - inRow[min(left, right)]! < shortest / (LARGEST_GAP + 1))
      return;
    const first = left * width;
    let start = -1;
    let last = -Infinity;
    const end = () => {
      if (start >= 0 && last + 1 - start >= shortest)
        found.push({ left, right, from: start, to: last + 1 });
    };
    for (let column = from; column <= to; column++) {
      if (values[first + way[column]!] === 0) continue;
      if (column - last > LARGEST_GAP + 1) {
        end();
        start = column;
      }
      last = column;
    }
    end();
  });
  const slope = ({ left, right }: Segment) => abs(right - left);
  found.sort((a, b) => b.to - b.from - (a.to - a.from) || slope(a) - slope(b));
  const best: Segment[] = [];
  for (const segment of found) {
    if (best.every((other) => isApart(segment, other, width))) best.push(segment);
  }
  return best;
}

/** How many pixels of ink lie above each row, and the first and the last column with any. */
function inkOf({ width, height, values }: Mask): {
  inRow: Int32Array;
  first: number;
  last: number;
} {
  const inRow = new Int32Array(height + 1);
  let [first, last] = [width, -1];
  for (let row = 0; row < height; row++) {
    let count = 0;
    for (let column = 0; column < width; column++) {
      if (values[row * width + column] === 0) continue;
      count++;
      if (column < first) first = column;
      if (column > last) last = column;
    }
    inRow[row + 1] = inRow[row]! + count;
  }
  return { inRow, first, last };
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
