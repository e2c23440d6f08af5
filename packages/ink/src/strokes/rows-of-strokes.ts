import type { Stroke } from '../types.js';
import { boundsOf, typicalHeight, union, type Bounds } from './bounds.js';
import { lengthOf } from './length-of.js';
import { levelled, slopeOfStrokes } from './levelled-strokes.js';

/** Taps this far over or under a row, in heights of a typical tall stroke, are not of it: dots and accents fly lower. */
const FURTHEST_UP = 1.5;
const FURTHEST_DOWN = 0.9;

/** ... nor are those this far before or after it. */
const FURTHEST_ALONG = 3;

/** Longer than any dash or bar, in heights of a typical tall stroke, ... */
const LONG = 2;

/** ... as straight as a hand draws a line: by its length and its height for its width. */
const STRAIGHT = 1.5;
const RISE = 0.14;

/** A line is under a row when it is at most so much, in heights of a typical tall stroke, above its feet. */
const AT_FEET = 0.2;

/** Where the ink of some strokes is. */
interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Strokes that stand beside each other. */
interface Band extends Extent {
  readonly strokes: readonly number[];
}

/** Lower strokes, in heights of a typical tall one, are dots, bars and commas: they tell nothing of rows. */
const LOW = 0.5;

/** Of a stroke only its middle tells in which row it is: heads and feet reach into others. */
const MIDDLE = 0.5;

/** One row stands below another when so much of the narrower one is beneath it; what stands beside it is raised or lowered. */
const BENEATH = 0.35;

/** Heads and feet of two rows reach into each other by less than this part of the lower one. */
const ENTANGLED = 0.3;

/**
 * Which strokes stand in one row, from the top down; in each row they keep the order of the pen. A dot or a bar
 * belongs to the row that it is nearest to. What is of no row is left out: taps far from all of them, lines drawn under
 * them, strokes without points.
 *
 * @returns at least one row where there is a stroke
 */
export function rowsOfStrokes(sent: readonly Stroke[]): Stroke[][] {
  const strokes = sent.filter(({ length }) => length > 0);
  const bounds = levelBounds(strokes);
  const extents = bounds.map(extentOf);
  const typical = typicalHeight(bounds);
  const isRule = extents.map((extent, at) => isStraight(strokes[at]!, extent, typical));
  const isTall = extents.map(
    ({ top, bottom }, at) => !isRule[at] && bottom - top >= LOW * typical && bottom > top,
  );
  const bands = apart(bandsOf(extents, isTall));
  if (bands.length === 0) return [strokes];
  const rows = bands.map((): Stroke[] => []);
  const rowOf = new Map(bands.flatMap((band, row) => band.strokes.map((at) => [at, row] as const)));
  strokes.forEach((stroke, at) => {
    const row = rowOf.get(at) ?? nearest(extents[at]!, bands);
    const isOther =
      !isTall[at] && (isRule[at] ? isUnder : isFarTap)(extents[at]!, bands[row]!, typical);
    if (!isOther) rows[row]!.push(stroke);
  });
  return rows;
}

/** A line that was drawn along a row. */
function isStraight(
  stroke: Stroke,
  { left, right, top, bottom }: Extent,
  typical: number,
): boolean {
  const width = right - left;
  return (
    width > LONG * typical && bottom - top <= RISE * width && lengthOf([stroke]) <= STRAIGHT * width
  );
}

const isUnder = ({ top, bottom }: Extent, row: Band, typical: number): boolean =>
  (top + bottom) / 2 > row.bottom - AT_FEET * typical;

/** A palm, a speck, a point at the origin. */
function isFarTap(extent: Extent, row: Band, typical: number): boolean {
  if (extent.right - extent.left >= LOW * typical) return false;
  return (
    row.top - extent.bottom > FURTHEST_UP * typical ||
    extent.top - row.bottom > FURTHEST_DOWN * typical ||
    Math.max(row.left - extent.right, extent.left - row.right) > FURTHEST_ALONG * typical
  );
}

/** Where the strokes would be if their rows did not climb or fall. */
function levelBounds(strokes: readonly Stroke[]): Bounds[] {
  const drawn = strokes.map(boundsOf);
  if (drawn.length < 2) return drawn;
  const slope = slopeOfStrokes(strokes, drawn.reduce(union));
  return slope === 0 ? drawn : levelled(strokes, slope, 0).map(boundsOf);
}

const extentOf = ({ minX, minY, maxX, maxY }: Bounds): Extent => ({
  left: minX,
  right: maxX,
  top: minY,
  bottom: maxY,
});

/** Tall strokes whose middles overlap from one to the next, from the top down. */
function bandsOf(extents: readonly Extent[], isTall: readonly boolean[]): Band[] {
  const middles = extents
    .map((extent, at) => ({ at, extent, ...middleOf(extent) }))
    .filter(({ at }) => isTall[at])
    .sort((a, b) => a.from - b.from);
  const bands: Band[] = [];
  let reach = -Infinity;
  for (const { at, extent, from, to } of middles) {
    const last = bands.at(-1);
    if (last && from <= reach) bands[bands.length - 1] = joined(last, { ...extent, strokes: [at] });
    else bands.push({ ...extent, strokes: [at] });
    reach = Math.max(reach, to);
  }
  return bands;
}

function middleOf({ top, bottom }: Extent): { readonly from: number; readonly to: number } {
  const [centre, half] = [(top + bottom) / 2, (MIDDLE * (bottom - top)) / 2];
  return { from: centre - half, to: centre + half };
}

const joined = (a: Band, b: Band): Band => ({
  left: Math.min(a.left, b.left),
  right: Math.max(a.right, b.right),
  top: Math.min(a.top, b.top),
  bottom: Math.max(a.bottom, b.bottom),
  strokes: [...a.strokes, ...b.strokes],
});

/** Without those that only stand higher or lower than what is beside them: an exponent, or a line that rises. */
function apart(bands: readonly Band[]): Band[] {
  const rows: Band[] = [];
  for (const band of bands) {
    const above = rows.at(-1);
    if (above && !isBeneath(band, above)) rows[rows.length - 1] = joined(above, band);
    else rows.push(band);
  }
  return rows;
}

function isBeneath(band: Band, above: Band): boolean {
  const shared = Math.min(band.right, above.right) - Math.max(band.left, above.left);
  const narrower = Math.min(band.right - band.left, above.right - above.left);
  const entangled = above.bottom - band.top;
  const lower = Math.min(band.bottom - band.top, above.bottom - above.top);
  return shared > BENEATH * Math.max(narrower, 1e-6) && entangled < ENTANGLED * lower;
}

function nearest(extent: Extent, bands: readonly Band[]): number {
  const centre = (extent.top + extent.bottom) / 2;
  const distances = bands.map(({ top, bottom }) => Math.max(0, top - centre, centre - bottom));
  // Where a coordinate is no number none is the nearest: what a strip is made of then tells what is wrong.
  return Math.max(0, distances.indexOf(Math.min(...distances)));
}
