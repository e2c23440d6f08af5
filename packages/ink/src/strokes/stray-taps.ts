import type { Stroke } from '../types.js';
import { boundsOf, union, type Bounds } from './bounds.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { hypot, max } = Math;

/** A tap is smaller than this part of the largest stroke. */
const TAP_SHARE = 0.08;

/** It is stray when further than this part of the character's longer side away from it, ... */
const NEAR = 0.25;

/** ... unless it is the dot of an i, j, ä or !: over or under it by at most this part of its side. */
const DOT_REACH = 0.8;

/**
 * The dot of a small i flies higher, and often to the right of the stem: what is no wider than this part of its
 * height may have one as far above and beside it. Of UNIPEN's training writers one i in fifty has such a dot.
 */
const STEM = { width: 1, reach: 1.4, beside: 0.4 };

/**
 * A drawing without taps far from it: a palm that touched the screen, a speck, a point at the origin.
 * Dots over and under the character stay.
 *
 * @param strokes with finite coordinates
 */
export function withoutStrayTaps(strokes: readonly Stroke[]): readonly Stroke[] {
  const boxes = strokes.map(boundsOf);
  const largest = max(...boxes.map(extentOf));
  const isTap = (at: number) => extentOf(boxes[at]!) < TAP_SHARE * largest;
  if (!strokes.some((_, at) => isTap(at))) return strokes;
  const drawing = boxes.filter((_, at) => !isTap(at)).reduce(union);
  return strokes.filter((_, at) => !isTap(at) || belongs(boxes[at]!, drawing));
}

/** The longer side; below 0 for no points at all. */
const extentOf = ({ minX, minY, maxX, maxY }: Bounds): number => max(maxX - minX, maxY - minY);

function belongs(tap: Bounds, drawing: Bounds): boolean {
  const side = extentOf(drawing);
  const gapX = max(0, tap.minX - drawing.maxX, drawing.minX - tap.maxX);
  const gapY = max(0, tap.minY - drawing.maxY, drawing.minY - tap.maxY);
  if (hypot(gapX, gapY) <= NEAR * side) return true;
  if (gapX <= NEAR * side && gapY <= DOT_REACH * side) return true;
  const isStem = drawing.maxX - drawing.minX <= STEM.width * (drawing.maxY - drawing.minY);
  const isAbove = tap.maxY < drawing.minY;
  return isStem && isAbove && gapX <= STEM.beside * side && gapY <= STEM.reach * side;
}
