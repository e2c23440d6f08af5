import { edgeOf, findComponents, type Component, type Components } from '../components.js';
import type { Box, Grid } from '../grid.js';
import { HALF } from '../soft-ink.js';
import { heightOf, widthOf } from './box.js';
import { softLightOf, type PageInk } from './page-light.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { hypot, max, min, PI } = Math;

/** Smaller pieces, as a part of a character's height, are dots, accents and dashes, or a row of much smaller writing. */
export const SMALL = 0.4;

/** A speck is smaller than this part of a dot that the pen makes by touching the paper. */
const SPECK_SHARE = 0.4;

/** A dash has not much more ink than a straight line of its length, ... */
const STRAIGHT = 1.5;

/** ... and is as high as its line is wide and as it may rise in its length. */
const LINES_HIGH = 2;
const RISE = 0.14;

/** A stroke of the pen in any direction has hardly more ink than that line: a seven has half as much again. */
const ONE_STROKE = 1.25;

/** Shadows and dark corners at the border are so many times as thick as the lines. */
const SHADOW = 2.5;

/** A frame has this part of its pixels along the sides of its box ... */
const FRAME_SHARE = 0.85;

/** ... holds so much ink, as a part of its own, ... */
const FRAME_CONTENT = 0.15;

/** ... and is this much wider and higher than anything in it. */
const FRAME_LARGER = 1.15;

/** What comes in from a side of the picture and is this many characters high is the edge of something. */
const HIGH_AT_SIDE = 1.6;

/** All that may be writing, and what is known about it. */
export interface Pieces {
  readonly ink: Grid;
  readonly found: Components;
  readonly pieces: readonly Component[];
  /** About how wide lines are, in pixels. */
  readonly pen: number;
  /** About how high a character is, in pixels. */
  readonly size: number;
}

/** A dash, a bar of an equals sign, an underline. */
export const isFlat = ({ area, box }: Component, pen: number): boolean =>
  area <= STRAIGHT * pen * widthOf(box) && heightOf(box) <= LINES_HIGH * pen + RISE * widthOf(box);

/** One stroke of the pen in any direction: a tick, a comma, a one. */
export const isStraight = ({ area, box }: Component, pen: number): boolean =>
  area <= ONE_STROKE * pen * hypot(widthOf(box), heightOf(box));

/** The components of the ink without specks, frames, shadows, and edges that come in from the border. */
export function findPieces(ink: Grid, page: PageInk): Pieces {
  const found = findComponents(ink, HALF);
  const { labels } = found;
  const edges = new Map(
    found.components.map((component) => [component, edgeOf(component, labels, ink.width)]),
  );
  const thicknessOf = (component: Component) => (2 * component.area) / edges.get(component)!;
  const light = softLightOf(page, found, thicknessOf);
  const components = found.components.filter((component) => !light.has(component));
  const free = components.filter(({ onBorder }) => onBorder === 0);
  const measured = areaOf(free) >= 0.3 * areaOf(components) ? free : components;
  const edge = measured.reduce((sum, component) => sum + edges.get(component)!, 0);
  const pen = edge > 0 ? (2 * areaOf(measured)) / edge : 1;
  const smallest = max(2, SPECK_SHARE * (PI / 4) * pen * pen);
  const sizable = components.filter(({ area }) => area >= smallest);
  const large = sizable.filter((component) => !isFrame(component, sizable, labels, ink.width, pen));
  const size = sizeOf(
    large.filter((component) => measured.includes(component)),
    pen,
  );
  const isShadow = (component: Component) =>
    component.onBorder > 0 && thicknessOf(component) > SHADOW * pen;
  const pieces = large.filter((component) => !isShadow(component) && !isEdge(component, ink, size));
  return { ink, found, pieces, pen, size };
}

const areaOf = (components: readonly Component[]): number =>
  components.reduce((sum, { area }) => sum + area, 0);

/** The height that half of the ink is in pieces of at most; of dashes alone the length. */
export function sizeOf(pieces: readonly Component[], pen: number): number {
  const tall = pieces.filter((piece) => !isFlat(piece, pen) && heightOf(piece.box) > 2 * pen);
  if (tall.length === 0) {
    return max(1, ...pieces.map(({ box }) => max(heightOf(box), min(widthOf(box), 12 * pen))));
  }
  const sorted = [...tall].sort((a, b) => heightOf(a.box) - heightOf(b.box));
  let left = areaOf(sorted) / 2;
  return heightOf(sorted.find(({ area }) => (left -= area) <= 0)!.box);
}

function isEdge({ box, onBorder }: Component, { width }: Grid, size: number): boolean {
  if (onBorder === 0 || (box.left > 0 && box.right < width)) return false;
  return heightOf(box) >= HIGH_AT_SIDE * size && widthOf(box) <= 0.4 * size;
}

/** Around other things, and all of it along the sides of its box. */
function isFrame(
  { label, box, area }: Component,
  others: readonly Component[],
  labels: Int32Array,
  width: number,
  pen: number,
): boolean {
  const inside = others.filter(
    (other) =>
      other.label !== label &&
      other.box.left > box.left &&
      other.box.right < box.right &&
      other.box.top > box.top &&
      other.box.bottom < box.bottom,
  );
  if (inside.length === 0) return false;
  const isLarger = (length: (box: Box) => number) =>
    length(box) >= FRAME_LARGER * max(...inside.map((other) => length(other.box)));
  if (!isLarger(widthOf) || !isLarger(heightOf)) return false;
  if (areaOf(inside) < FRAME_CONTENT * area) return false;
  const rim = max(2 * pen, 0.1 * heightOf(box));
  let onRim = 0;
  for (let row = box.top; row < box.bottom; row++) {
    const isEnd = row < box.top + rim || row >= box.bottom - rim;
    for (let column = box.left; column < box.right; column++) {
      if (labels[row * width + column] !== label) continue;
      if (isEnd || column < box.left + rim || column >= box.right - rim) onRim++;
    }
  }
  return onRim >= FRAME_SHARE * area;
}
