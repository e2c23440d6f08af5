import { boundsWithin, cropGrid, type Box, type Grid } from './grid.js';
import { isInside, placeIn, type Region } from './region.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, floor, max, min, round, sin } = Math;

/** The rim is cut off by this part of a side: it isn't sharp, nor quite straight ... */
const RIM = 0.02;

/** ... and by a pixel of the search at least, but never nearer to the drawing than this. */
const CLEAR = 1;

/** A sheet whose sides rise or fall by less than this, in pixels of the search, lies straight. */
const STRAIGHT = 1.5;

/** Where it fills less of its rectangle than this, what shows beside it is painted over. */
const FULL = 0.97;

interface Cut {
  /** Pixels of the picture, along each side, for one of the search. */
  readonly factor: number;
  /** What must not be cut, in pixels of the search. */
  readonly drawing: Box;
  /** Don't turn it. */
  readonly level: boolean;
}

/**
 * What lies on a region, upright. Where the region doesn't fill its rectangle (circles, perspective) its
 * own tone at the edge is drawn out over the rest.
 *
 * @param region in pixels of the search, each a whole number of the picture's
 */
export function cutOut(picture: Grid, region: Region, { factor, drawing, level }: Cut): Grid {
  const rise = abs(sin(region.box.angle)) * max(region.box.width, region.box.height);
  const isStraight = level || rise < STRAIGHT;
  const box = isStraight ? region.levelBox : region.box;
  const size = { width: withoutRim(box.width), height: withoutRim(box.height) };
  if (isStraight && region.area >= FULL * box.width * box.height) {
    const [left, right] = stretch(box.x, size.width, drawing.left, drawing.right, factor);
    const [top, bottom] = stretch(box.y, size.height, drawing.top, drawing.bottom, factor);
    return cropGrid(picture, boundsWithin(picture, { left, right, top, bottom }));
  }
  const width = max(1, round(size.width * factor));
  const height = max(1, round(size.height * factor));
  const values = new Float32Array(width * height);
  const extents: (Extent | undefined)[] = [];
  for (let row = 0; row < height; row++) {
    const across = (row + 0.5 - height / 2) / factor;
    let [first, last] = [-1, -1];
    for (let column = 0; column < width; column++) {
      const along = (column + 0.5 - width / 2) / factor;
      const place = placeIn(box, along, across);
      values[row * width + column] = sample(picture, place.x * factor, place.y * factor);
      if (!isWellInside(region, place)) continue;
      if (first < 0) first = column;
      last = column;
    }
    extents.push(first < 0 ? undefined : { first, last });
  }
  drawOut(values, width, extents);
  return { width, height, values };
}

const withoutRim = (side: number): number => side - 2 * max(1, RIM * side);

/** From where to where it is cut along one axis: in pixels of the picture, the drawing whole. */
const stretch = (
  middle: number,
  length: number,
  low: number,
  high: number,
  factor: number,
): [number, number] => [
  floor(min(middle - length / 2, low - CLEAR) * factor),
  ceil(max(middle + length / 2, high + CLEAR) * factor),
];

/** The columns of a row that lie on the region. */
interface Extent {
  readonly first: number;
  readonly last: number;
}

/** A pixel of the search away from the edge. */
const isWellInside = (region: Region, { x, y }: { x: number; y: number }): boolean =>
  isInside(region, { x: x - 1, y }) &&
  isInside(region, { x: x + 1, y }) &&
  isInside(region, { x, y: y - 1 }) &&
  isInside(region, { x, y: y + 1 });

/** Linear interpolation between the centres of pixels. */
function sample({ width, height, values }: Grid, x: number, y: number): number {
  const [cx, cy] = [min(width - 1, max(0, x - 0.5)), min(height - 1, max(0, y - 0.5))];
  const [left, top] = [floor(cx), floor(cy)];
  const [right, bottom] = [min(width - 1, left + 1), min(height - 1, top + 1)];
  const [shareX, shareY] = [cx - left, cy - top];
  const upper = values[top * width + left]! * (1 - shareX) + values[top * width + right]! * shareX;
  const lower =
    values[bottom * width + left]! * (1 - shareX) + values[bottom * width + right]! * shareX;
  return upper * (1 - shareY) + lower * shareY;
}

/** Repeats each row's first and last value on the region, and the outermost rows, outwards. */
function drawOut(
  values: Float32Array,
  width: number,
  extents: readonly (Extent | undefined)[],
): void {
  extents.forEach((extent, row) => {
    if (!extent) return;
    const line = values.subarray(row * width, (row + 1) * width);
    line.fill(line[extent.first]!, 0, extent.first);
    line.fill(line[extent.last]!, extent.last + 1);
  });
  const top = extents.findIndex((extent) => extent !== undefined);
  const bottom =
    extents.length - 1 - [...extents].reverse().findIndex((extent) => extent !== undefined);
  if (top < 0) return;
  const copy = (from: number, to: number) =>
    values.copyWithin(to * width, from * width, (from + 1) * width);
  for (let row = 0; row < top; row++) copy(top, row);
  for (let row = bottom + 1; row < extents.length; row++) copy(bottom, row);
}
