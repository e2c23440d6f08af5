import type { InkStroke } from './sheet';

/** Sheet units along the shorter side of the canvas; the middle of the canvas is 0, 0. */
export const SHEET_UNITS = 480;

/** css = sheet * scale + offset, both axes. */
export interface View {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/**
 * How the sheet lies on a canvas of this size (CSS pixels): around the middle, so that resizing and
 * turning a phone keep the drawing; made smaller where it would not fit.
 */
export function viewOf(width: number, height: number, strokes: readonly InkStroke[]): View {
  const shorter = Math.max(1, Math.min(width, height));
  const reach = reachOf(strokes);
  const scale = Math.min(
    shorter / SHEET_UNITS,
    width / 2 / Math.max(1, reach.x),
    height / 2 / Math.max(1, reach.y),
  );
  return { scale: Math.max(scale, 1e-3), offsetX: width / 2, offsetY: height / 2 };
}

export function toSheet(view: View, cssX: number, cssY: number): [x: number, y: number] {
  return [round((cssX - view.offsetX) / view.scale), round((cssY - view.offsetY) / view.scale)];
}

/** The farthest that strokes get from the middle, pen included. */
function reachOf(strokes: readonly InkStroke[]): { x: number; y: number } {
  let x = 0;
  let y = 0;
  for (const { points, penWidth } of strokes) {
    for (const [px, py] of points) {
      x = Math.max(x, Math.abs(px) + penWidth / 2);
      y = Math.max(y, Math.abs(py) + penWidth / 2);
    }
  }
  return { x, y };
}

/** A hundredth of a unit is finer than any pen, and keeps requests small. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
