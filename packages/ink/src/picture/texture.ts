import { edgeOf, findComponents, findInMask, largestOf, type Components } from './components.js';
import { cropGrid, longerSide, maskAbove, type Grid } from './grid.js';
import { closing, maskClosing } from './local-extremes.js';
import { HALF } from './soft-ink.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, round } = Math;

/** Grains and gaps of a texture are smaller than this part of the character's longer side. */
const WINDOW_SHARE = 0.06;

/** Smaller characters show no texture. */
const SMALLEST = 60;

/** Filled, the lines of a textured character are this many times as wide. */
const WIDER = 1.8;

/**
 * A character whose lines are filled with dots, glitter or hatching, with its lines filled; any other
 * as it is: filling its gaps would hardly make its lines wider.
 */
export function withoutTexture(ink: Grid): Grid {
  if (max(ink.width, ink.height) < SMALLEST) return ink;
  const own = findComponents(ink, HALF);
  const main = largestOf(own.components);
  if (!main) return ink;
  const window = round(WINDOW_SHARE * longerSide(main.box)) | 1;
  const { width, height } = ink;
  // A margin, so that the closing doesn't reach out of the picture.
  const framed = cropGrid(ink, { left: 0, top: 0, right: width, bottom: height }, window);
  const inner = { left: window, top: window, right: window + width, bottom: window + height };
  // What is above a level after a closing is the closing of what was above it before, and that is found quickly.
  const filled = findInMask(maskClosing(maskAbove(framed, HALF), window));
  const widened = penOf(filled, framed.width);
  return widened >= WIDER * penOf(own, width) ? cropGrid(closing(framed, window), inner) : ink;
}

/** Twice the area for each pixel at the edge, over all components. */
function penOf({ components, labels }: Components, width: number): number {
  let [area, edge] = [0, 0];
  for (const component of components) {
    area += component.area;
    edge += edgeOf(component, labels, width);
  }
  return edge > 0 ? (2 * area) / edge : 0;
}
