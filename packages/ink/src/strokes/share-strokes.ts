import type { Point, Stroke } from '../types.js';

/** The ink of one segment of a line. */
export interface SegmentInk {
  readonly strokes: readonly Stroke[];
  /** A stroke goes on into a neighbour, and was cut there. */
  readonly isCut: boolean;
}

/** A stroke with this part of its length in one segment belongs to it as a whole. */
const MOSTLY = 0.75;

/**
 * Which strokes of a line belong to which of its segments. Strokes that lie mostly in one segment stay whole, as
 * the bar of a t that reaches over its neighbour does; joined writing is cut.
 *
 * @param cuts x between neighbouring segments, from left to right, in the units of the strokes
 * @returns one more than there are cuts; a segment may have no ink
 */
export function shareStrokes(strokes: readonly Stroke[], cuts: readonly number[]): SegmentInk[] {
  const parts = Array.from({ length: cuts.length + 1 }, () => ({
    strokes: [] as Stroke[],
    isCut: false,
  }));
  for (const stroke of strokes) {
    const lengths = lengthsIn(stroke, cuts);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const most = lengths.indexOf(Math.max(...lengths));
    if (lengths[most]! >= MOSTLY * total) {
      parts[most]!.strokes.push(stroke);
      continue;
    }
    for (const { segment, points } of cutStroke(stroke, cuts)) {
      parts[segment]!.strokes.push(points);
      parts[segment]!.isCut = true;
    }
  }
  return parts;
}

const segmentAt = (x: number, cuts: readonly number[]): number => {
  const at = cuts.findIndex((cut) => x < cut);
  return at < 0 ? cuts.length : at;
};

/** A dot has no length, and counts where it is. */
const LEAST_LENGTH = 1e-6;

function lengthsIn(stroke: Stroke, cuts: readonly number[]): number[] {
  const lengths = new Array<number>(cuts.length + 1).fill(0);
  for (const { segment, points } of cutStroke(stroke, cuts)) {
    let length = LEAST_LENGTH;
    for (let at = 1; at < points.length; at++) {
      const [[ax, ay], [bx, by]] = [points[at - 1]!, points[at]!];
      length += Math.hypot(bx - ax, by - ay);
    }
    lengths[segment]! += length;
  }
  return lengths;
}

/** Pieces of a stroke in the order of the pen, each within one segment, with points right at the cuts. */
function cutStroke(
  stroke: Stroke,
  cuts: readonly number[],
): { readonly segment: number; readonly points: Point[] }[] {
  const pieces: { segment: number; points: Point[] }[] = [];
  let last: Point | undefined;
  for (const point of stroke) {
    for (const between of last ? crossings(last, point, cuts) : []) {
      pieces.at(-1)!.points.push(between.point);
      pieces.push({ segment: between.into, points: [between.point] });
    }
    if (!last) pieces.push({ segment: segmentAt(point[0], cuts), points: [] });
    pieces.at(-1)!.points.push(point);
    last = point;
  }
  return pieces;
}

/** Where the way from one point to the next goes over cuts, in its order. */
function crossings(
  from: Point,
  to: Point,
  cuts: readonly number[],
): { readonly point: Point; readonly into: number }[] {
  const [first, last] = [segmentAt(from[0], cuts), segmentAt(to[0], cuts)];
  const step = Math.sign(last - first);
  const found: { point: Point; into: number }[] = [];
  for (let segment = first; segment !== last; segment += step) {
    const x = cuts[step > 0 ? segment : segment - 1]!;
    const share = (x - from[0]) / (to[0] - from[0]);
    const y = from[1] + share * (to[1] - from[1]);
    found.push({ point: [x, y], into: segment + step });
  }
  return found;
}
