import { withSoftEdges } from '../clean.js';
import { boundsWithin, cropGrid, type Box, type Grid } from '../grid.js';
import { ints } from '../workspace.js';
import { boxAround, type RowOfPieces } from './find-rows.js';
import type { Pieces } from './pieces.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, max, min } = Math;

export interface RowInk {
  readonly ink: Grid;
  /** Its place in the picture, in pixels. */
  readonly left: number;
  readonly top: number;
}

/** The ink of a row with its soft edges, and nothing of the rows beside it. */
export function inkOfRow({ ink, found, pen }: Pieces, noise: number, row: RowOfPieces): RowInk {
  const reach = 1 + ceil(pen / 2);
  const box = boxOfRow(row);
  const part = boundsWithin(ink, {
    left: box.left - reach,
    top: box.top - reach,
    right: box.right + reach,
    bottom: box.bottom + reach,
  });
  const own = new Set(row.pieces.map(({ label }) => label));
  const labels = labelsIn(part, found.labels, ink.width, row);
  const cropped = cropGrid(ink, part);
  return {
    ink: withSoftEdges(cropped, labels, own, noise, reach),
    left: part.left,
    top: part.top,
  };
}

/** Around its pieces, of those that are split only what is in the row. */
function boxOfRow({ pieces, split, top, bottom }: RowOfPieces): Box {
  return boxAround(
    pieces.map(({ box, label }) => ({
      box: split.has(label)
        ? { ...box, top: max(box.top, top), bottom: min(box.bottom, bottom) }
        : box,
    })),
  );
}

/** What of a split piece is in another row gets a label of nothing in this one. */
const ELSEWHERE = -1;

function labelsIn(
  { left, top, right, bottom }: Box,
  labels: Int32Array,
  width: number,
  row: RowOfPieces,
): Int32Array {
  const wide = right - left;
  const result = ints(wide * (bottom - top));
  for (let y = top; y < bottom; y++) {
    const inside = y >= row.top && y < row.bottom;
    for (let x = left, at = (y - top) * wide; x < right; x++, at++) {
      const label = labels[y * width + x]!;
      result[at] = !inside && label > 0 && row.split.has(label) ? ELSEWHERE : label;
    }
  }
  return result;
}
