import type { GreyPicture } from '../types.js';
import { boundsWithin, type Box } from './grid.js';
import { cropPicture } from './overview.js';
import type { Corner } from './hull.js';
import { isInside, placeIn, type Region } from './region.js';
import type { Similarity } from './similarity.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, cos, floor, max, min, round, sin } = Math;

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

/** A part of a picture, and where its pixels were in it. */
export interface CutOut {
  readonly picture: GreyPicture;
  readonly toWhole: Similarity;
}

/**
 * What lies on a region, upright. Where the region doesn't fill its rectangle (circles, perspective) its
 * own tone at the edge is drawn out over the rest.
 *
 * @param region in pixels of the search, each a whole number of the picture's
 */
export function cutOut(
  picture: GreyPicture,
  region: Region,
  { factor, drawing, level }: Cut,
): CutOut {
  const rise = abs(sin(region.box.angle)) * max(region.box.width, region.box.height);
  const isStraight = level || rise < STRAIGHT;
  const box = isStraight ? region.levelBox : region.box;
  const size = { width: withoutRim(box.width), height: withoutRim(box.height) };
  if (isStraight && region.area >= FULL * box.width * box.height) {
    const [left, right] = stretch(box.x, size.width, drawing.left, drawing.right, factor);
    const [top, bottom] = stretch(box.y, size.height, drawing.top, drawing.bottom, factor);
    const part = boundsWithin(picture, { left, right, top, bottom });
    const toWhole = { x: part.left, y: part.top, along: { x: 1, y: 0 } };
    return { picture: cropPicture(picture, part), toWhole };
  }
  const width = max(1, round(size.width * factor));
  const height = max(1, round(size.height * factor));
  const pixels = new Uint8ClampedArray(width * height);
  const extents: (Extent | undefined)[] = [];
  // Along a row of the cut the place in the picture moves by the same step.
  const along = { x: cos(box.angle), y: sin(box.angle) };
  for (let row = 0; row < height; row++) {
    const across = (row + 0.5 - height / 2) / factor;
    const start = placeIn(box, (0.5 - width / 2) / factor, across);
    for (let column = 0; column < width; column++) {
      const x = start.x * factor + column * along.x;
      const y = start.y * factor + column * along.y;
      pixels[row * width + column] = sample(picture, x, y);
    }
    extents.push(extentOf(region, start, along, { width, factor }));
  }
  drawOut(pixels, width, extents);
  const corner = placeIn(box, -width / 2 / factor, -height / 2 / factor);
  return {
    picture: { width, height, pixels },
    toWhole: { x: corner.x * factor, y: corner.y * factor, along },
  };
}

/** The first and the last column of a row of the cut that lie well inside the region. */
function extentOf(
  region: Region,
  start: Corner,
  along: Corner,
  { width, factor }: { width: number; factor: number },
): Extent | undefined {
  const isOn = (column: number) =>
    isWellInside(region, {
      x: start.x + (column * along.x) / factor,
      y: start.y + (column * along.y) / factor,
    });
  let first = 0;
  while (first < width && !isOn(first)) first++;
  let last = width - 1;
  while (last > first && !isOn(last)) last--;
  return first < width ? { first, last } : undefined;
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
function sample({ width, height, pixels }: GreyPicture, x: number, y: number): number {
  const [cx, cy] = [min(width - 1, max(0, x - 0.5)), min(height - 1, max(0, y - 0.5))];
  const [left, top] = [floor(cx), floor(cy)];
  const [right, bottom] = [min(width - 1, left + 1), min(height - 1, top + 1)];
  const [shareX, shareY] = [cx - left, cy - top];
  const upper = pixels[top * width + left]! * (1 - shareX) + pixels[top * width + right]! * shareX;
  const lower =
    pixels[bottom * width + left]! * (1 - shareX) + pixels[bottom * width + right]! * shareX;
  return upper * (1 - shareY) + lower * shareY;
}

/** Repeats each row's first and last value on the region, and the outermost rows, outwards. */
function drawOut(
  pixels: Uint8ClampedArray,
  width: number,
  extents: readonly (Extent | undefined)[],
): void {
  extents.forEach((extent, row) => {
    if (!extent) return;
    const line = pixels.subarray(row * width, (row + 1) * width);
    line.fill(line[extent.first]!, 0, extent.first);
    line.fill(line[extent.last]!, extent.last + 1);
  });
  const top = extents.findIndex((extent) => extent !== undefined);
  const bottom =
    extents.length - 1 - [...extents].reverse().findIndex((extent) => extent !== undefined);
  if (top < 0) return;
  const copy = (from: number, to: number) =>
    pixels.copyWithin(to * width, from * width, (from + 1) * width);
  for (let row = 0; row < top; row++) copy(top, row);
  for (let row = bottom + 1; row < extents.length; row++) copy(bottom, row);
}
