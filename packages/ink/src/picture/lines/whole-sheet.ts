import type { Component } from '../components.js';
import type { Box, Grid } from '../grid.js';
import { heightOf, widthOf } from './pieces.js';

/** A sheet on a desk is a patch that fills its box by this part, and this part of the picture. */
const FILLED = 0.8;
const LARGE = 0.25;

/** Its edge is not looked at, so many pixels of it. */
const EDGE = 3;

/** Nothing is written on what has less inside its edge. */
const LEAST_INSIDE = 8;

/** The inside of a sheet that was taken for what is written on the desk; none where there is more, or less, than a sheet. */
export function sheetAmong(
  written: readonly Component[],
  { width, height }: Grid,
): Box | undefined {
  const [only] = written;
  if (written.length !== 1 || !only || only.onBorder > 0) return undefined;
  const { area, box } = only;
  const [wide, high] = [widthOf(box), heightOf(box)];
  if (Math.min(wide, high) < LEAST_INSIDE + 2 * EDGE) return undefined;
  const around = wide * high;
  if (area < FILLED * around || around < LARGE * width * height) return undefined;
  return {
    left: box.left + EDGE,
    top: box.top + EDGE,
    right: box.right - EDGE,
    bottom: box.bottom - EDGE,
  };
}
