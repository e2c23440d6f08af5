import type { Grid } from '../picture/grid.js';
import type { Stroke } from '../types.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, max, min, sqrt } = Math;

/** Maps drawing coordinates to grid coordinates: `grid = drawing * scale + offset`. */
export interface Placement {
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/**
 * Draws strokes as lines with round caps and joins straight into a small grid.
 *
 * The coverage of a pixel is a linear ramp one pixel wide over the distance from its centre to the
 * nearest line, which is the usual analytic anti-aliasing of a distance field: no large canvas, no
 * resampling, and moving the drawing by a part of a pixel moves the ink by just that part.
 *
 * @param height rows of the grid
 * @param penWidth width of the line in grid pixels
 * @param width columns of the grid; absent: as many as rows
 * @returns `height * width` values in 0..1, row by row
 */
export function renderStrokes(
  strokes: readonly Stroke[],
  placement: Placement,
  height: number,
  penWidth: number,
  width = height,
): Float32Array {
  const grid = { values: new Float32Array(height * width), width, height };
  const { scale, offsetX, offsetY } = placement;
  for (const stroke of strokes) {
    let previousX = 0;
    let previousY = 0;
    stroke.forEach(([drawnX, drawnY], index) => {
      const x = drawnX * scale + offsetX;
      const y = drawnY * scale + offsetY;
      if (index === 0) drawSegment(grid, penWidth, x, y, x, y);
      else drawSegment(grid, penWidth, previousX, previousY, x, y);
      previousX = x;
      previousY = y;
    });
  }
  return grid.values;
}

function drawSegment(
  { values, width, height }: Grid,
  penWidth: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): void {
  const reach = penWidth / 2 + 0.5;
  const top = max(0, floor(min(ay, by) - reach));
  const bottom = min(height - 1, ceil(max(ay, by) + reach));
  const left = max(0, floor(min(ax, bx) - reach));
  const right = min(width - 1, ceil(max(ax, bx) + reach));
  const dx = bx - ax;
  const dy = by - ay;
  const lengthSquared = dx * dx + dy * dy;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      // The centre of pixel (column, row) lies at (column + 0.5, row + 0.5).
      const px = column + 0.5 - ax;
      const py = row + 0.5 - ay;
      const along = lengthSquared > 0 ? min(1, max(0, (px * dx + py * dy) / lengthSquared)) : 0;
      const ex = px - along * dx;
      const ey = py - along * dy;
      const coverage = min(1, reach - sqrt(ex * ex + ey * ey));
      const at = row * width + column;
      if (coverage > values[at]!) values[at] = coverage;
    }
  }
}
