import { rowsOfStrokes, STRIP_HEIGHT, STRIP_PEN_WIDTH, stripFromStrokes } from '@inkling/ink';
import type { InkStroke } from '../sheet/sheet';

/**
 * A small picture of ink as the server keeps it, black on white: each row fills the height of a strip, drawn with the
 * strip's own pen. Empty where there is no ink.
 */
export function stripOf(strokes: readonly InkStroke[]): string {
  const drawn = strokes.map(({ points }) => points).filter(({ length }) => length > 0);
  if (drawn.length === 0) return '';
  const rows = rowsOfStrokes(drawn).map((row) => ({ strokes: row, ...stripFromStrokes(row) }));
  const width = Math.max(...rows.map((row) => row.width));
  const height = STRIP_HEIGHT * rows.length;
  const path = rows.map((row, at) => rowPath(row, at * STRIP_HEIGHT)).join('');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<rect width="${width}" height="${height}" fill="#fff"/><path d="${path}" fill="none" stroke="#000" ` +
    `stroke-width="${STRIP_PEN_WIDTH}" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

type Row = Pick<ReturnType<typeof stripFromStrokes>, 'placement' | 'slope' | 'width'> & {
  readonly strokes: ReadonlyArray<InkStroke['points']>;
};

function rowPath({ strokes, placement, slope, width }: Row, top: number): string {
  const { scale, offsetX, offsetY } = placement;
  const at = ([x, y]: InkStroke['points'][number]): string => {
    const column = x * scale + offsetX;
    // A line that climbs is levelled about its middle.
    const row = y * scale + offsetY - slope * (column - width / 2);
    return `${column.toFixed(1)} ${(row + top).toFixed(1)}`;
  };
  // A dot is a line to where it is: round caps make it seen.
  return strokes.map((points) => `M${at(points[0]!)}L${points.map(at).join(' ')}`).join('');
}
