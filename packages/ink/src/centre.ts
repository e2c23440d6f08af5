import { GLYPH_PIXELS, GLYPH_SIDE, type Glyph } from './types.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min, round } = Math;

/** Side of the box that the drawing is fitted into, in glyph pixels. */
export const BOX_SIDE = 20;

/** Where MNIST puts the centre of mass, both axes, measured from the outer edge of the first pixel. */
export const CENTRE = 14.5;

/**
 * The centre of mass of a 28x28 grid, measured from the outer edge of the first pixel (a single pixel
 * at row 0, column 0 has its centre at 0.5, 0.5). An empty grid has it in the middle.
 */
export function centreOfMass(grid: ArrayLike<number>): { x: number; y: number } {
  let mass = 0;
  let sumX = 0;
  let sumY = 0;
  for (let row = 0; row < GLYPH_SIDE; row++) {
    for (let column = 0; column < GLYPH_SIDE; column++) {
      const ink = grid[row * GLYPH_SIDE + column]!;
      mass += ink;
      sumX += ink * (column + 0.5);
      sumY += ink * (row + 0.5);
    }
  }
  if (mass === 0) return { x: CENTRE, y: CENTRE };
  return { x: sumX / mass, y: sumY / mass };
}

/**
 * Moves a 28x28 grid by whole pixels until its centre of mass lies in the middle, as MNIST does;
 * whole pixels, because a part of a pixel would blur it. Ink is never pushed over the edge.
 */
export function centreGlyph(grid: ArrayLike<number>): Glyph {
  const mass = centreOfMass(grid);
  const bounds = inkBounds(grid);
  const dx = clamp(round(CENTRE - mass.x), -bounds.left, GLYPH_SIDE - 1 - bounds.right);
  const dy = clamp(round(CENTRE - mass.y), -bounds.top, GLYPH_SIDE - 1 - bounds.bottom);
  const moved = new Float32Array(GLYPH_PIXELS);
  for (let row = bounds.top; row <= bounds.bottom; row++) {
    for (let column = bounds.left; column <= bounds.right; column++) {
      moved[(row + dy) * GLYPH_SIDE + column + dx] = grid[row * GLYPH_SIDE + column]!;
    }
  }
  return quantise(moved);
}

/** Rounds to multiples of 1/255 in 0..1, so that a glyph survives being stored as bytes. */
export function quantise(grid: ArrayLike<number>): Glyph {
  const glyph = new Float32Array(grid.length);
  for (let at = 0; at < glyph.length; at++) {
    glyph[at] = round(clamp(grid[at]!, 0, 1) * 255) / 255;
  }
  return glyph;
}

function inkBounds(grid: ArrayLike<number>) {
  let top = GLYPH_SIDE - 1;
  let bottom = 0;
  let left = GLYPH_SIDE - 1;
  let right = 0;
  for (let row = 0; row < GLYPH_SIDE; row++) {
    for (let column = 0; column < GLYPH_SIDE; column++) {
      if (grid[row * GLYPH_SIDE + column]! <= 0) continue;
      top = min(top, row);
      bottom = max(bottom, row);
      left = min(left, column);
      right = max(right, column);
    }
  }
  if (bottom < top) return { top: 0, bottom: GLYPH_SIDE - 1, left: 0, right: GLYPH_SIDE - 1 };
  return { top, bottom, left, right };
}

function clamp(value: number, low: number, high: number): number {
  return min(high, max(low, value));
}
