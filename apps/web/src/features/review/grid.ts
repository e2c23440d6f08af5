/** Ways to go in a grid that is read like a text: row by row, from left to right. */
export type Move =
  | 'next'
  | 'previous'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'row-start'
  | 'row-end'
  | 'first'
  | 'last'
  | 'page-up'
  | 'page-down';

export interface GridShape {
  readonly columns: number;
  /** Number of items; the last row may be shorter. */
  readonly count: number;
  /** Whole rows that are seen at once. */
  readonly rowsSeen: number;
}

/** Where a move leads from a place, both from 0 on. It stops at the edges; an empty grid gives -1. */
export function placeAfter(
  place: number,
  move: Move,
  { columns, count, rowsSeen }: GridShape,
): number {
  if (count === 0) return -1;
  const last = count - 1;
  const from = clamp(place, 0, last);
  const row = from - (from % columns);
  const lastRow = last - (last % columns);
  switch (move) {
    case 'next':
    case 'right':
      return Math.min(from + 1, last);
    case 'previous':
    case 'left':
      return Math.max(from - 1, 0);
    case 'row-start':
      return row;
    case 'row-end':
      return Math.min(row + columns - 1, last);
    case 'first':
      return 0;
    case 'last':
      return last;
    case 'up':
      return from - columns >= 0 ? from - columns : from;
    case 'down':
      // Into a shorter last row too, as far to the right as it goes.
      return row < lastRow ? Math.min(from + columns, last) : from;
    case 'page-up':
      return from % columns === from ? from : Math.max(from - rowsSeen * columns, from % columns);
    case 'page-down':
      return row === lastRow
        ? from
        : clamp(from + rowsSeen * columns, 0, Math.min(lastRow + (from % columns), last));
  }
}

/** How many tiles of at least this width stand side by side; never none. */
export function columnsIn(widthPx: number, leastTilePx: number): number {
  return Math.max(1, Math.floor(widthPx / leastTilePx));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
