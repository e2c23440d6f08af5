import type { Component } from '../components.js';
import type { Box } from '../grid.js';
import { heightOf, widthOf } from './box.js';

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
  size: { readonly width: number; readonly height: number },
): Box | undefined {
  const [only] = written;
  if (written.length !== 1 || !only || !isLikeSheet(only, size)) return undefined;
  const { box } = only;
  return {
    left: box.left + EDGE,
    top: box.top + EDGE,
    right: box.right - EDGE,
    bottom: box.bottom - EDGE,
  };
}

/** Large, full, and free of the border: a sheet on a desk, or a shadow that may be written in. */
export function isLikeSheet(
  { area, box, onBorder }: Component,
  { width, height }: { readonly width: number; readonly height: number },
): boolean {
  const [wide, high] = [widthOf(box), heightOf(box)];
  if (onBorder > 0 || Math.min(wide, high) < LEAST_INSIDE + 2 * EDGE) return false;
  const around = wide * high;
  return area >= FILLED * around && around >= LARGE * width * height;
}
