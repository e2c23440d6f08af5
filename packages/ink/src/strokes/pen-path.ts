import type { Stroke } from '../types.js';
import { checkedBounds } from './check-strokes.js';
import { withoutStrayTaps } from './stray-taps.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, hypot, max, min } = Math;

/** Points of a pen path. */
export const PEN_PATH_POINTS = 64;

/** What is told of each: x, y, the direction along both, whether a stroke begins, whether one ends. */
export const PEN_PATH_VALUES = 6;

/** Numbers of a path. */
export const PEN_PATH_SIZE = PEN_PATH_POINTS * PEN_PATH_VALUES;

/** Of more strokes the longest count: what has that many is hatched. */
const MOST_STROKES = 16;

/**
 * How the pen went, for networks that read movements instead of pictures: the same number of points for every drawing,
 * evenly along its strokes in the order in which they were drawn. Each stroke has two of them and its share of the rest.
 *
 * @returns `[6, 64]`, point by point in each row: x and y, -1 to 1 along the longer side of the drawing and 0 in its middle; the
 * direction of the pen, of length 1, or 0 and 0 where it rests; 1 where a stroke begins, and where one ends
 * @throws InkError, see its codes
 */
export function penPathFromStrokes(drawn: readonly Stroke[]): Float32Array {
  const bounds = checkedBounds(drawn);
  const kept = withoutStrayTaps(drawn);
  const { minX, minY, maxX, maxY } = kept === drawn ? bounds : checkedBounds(kept);
  const strokes = longest(kept.filter(({ length }) => length > 0).map(withDistances));
  const path = new Float32Array(PEN_PATH_SIZE);
  const scale = 2 / max(maxX - minX, maxY - minY);
  const [middleX, middleY] = [(minX + maxX) / 2, (minY + maxY) / 2];
  let from = 0;
  for (const [at, count] of pointsOf(strokes.map(({ length }) => length)).entries()) {
    writeStroke(path, from, count, strokes[at]!, (x, y) => [
      (x - middleX) * scale,
      (y - middleY) * scale,
    ]);
    from += count;
  }
  return path;
}

interface MeasuredStroke {
  readonly stroke: Stroke;
  /** Of each point from the first one, along the stroke. */
  readonly distances: readonly number[];
  readonly length: number;
}

function withDistances(stroke: Stroke): MeasuredStroke {
  let length = 0;
  const distances = stroke.map(([x, y], at) => {
    const [lastX, lastY] = stroke[max(0, at - 1)]!;
    return (length += hypot(x - lastX, y - lastY));
  });
  return { stroke, distances, length };
}

/** In the order in which they were drawn. */
function longest(strokes: readonly MeasuredStroke[]): readonly MeasuredStroke[] {
  if (strokes.length <= MOST_STROKES) return strokes;
  const chosen = new Set([...strokes].sort((a, b) => b.length - a.length).slice(0, MOST_STROKES));
  return strokes.filter((stroke) => chosen.has(stroke));
}

/** How many points of the path each stroke has: two, its share of the rest, and of what is left over one by length. */
function pointsOf(lengths: readonly number[]): number[] {
  // Dots alone have no length at all.
  const total = lengths.reduce((sum, length) => sum + length, 0) || 1;
  const rest = PEN_PATH_POINTS - 2 * lengths.length;
  const counts = lengths.map((length) => 2 + floor((length / total) * rest));
  const order = lengths.map((_, at) => at).sort((a, b) => lengths[b]! - lengths[a]!);
  let left = PEN_PATH_POINTS - counts.reduce((sum, count) => sum + count, 0);
  for (let at = 0; left > 0; at = (at + 1) % order.length, left--) counts[order[at]!]!++;
  return counts;
}

function writeStroke(
  path: Float32Array,
  from: number,
  count: number,
  { stroke, distances, length }: MeasuredStroke,
  place: (x: number, y: number) => readonly [number, number],
): void {
  const rowOf = (value: number) => path.subarray(value * PEN_PATH_POINTS + from).subarray(0, count);
  const [xs, ys] = [rowOf(0), rowOf(1)];
  const [alongX, alongY] = [rowOf(2), rowOf(3)];
  let next = min(1, stroke.length - 1);
  for (let point = 0; point < count; point++) {
    const wanted = (length * point) / (count - 1);
    while (next < stroke.length - 1 && distances[next]! < wanted) next++;
    [xs[point], ys[point]] = place(...between(stroke, distances, next, wanted));
  }
  for (let point = 0; point < count; point++) {
    const [before, after] = [max(0, point - 1), min(count - 1, point + 1)];
    const [x, y] = [xs[after]! - xs[before]!, ys[after]! - ys[before]!];
    const way = hypot(x, y);
    if (way === 0) continue;
    alongX[point] = x / way;
    alongY[point] = y / way;
  }
  rowOf(4)[0] = 1;
  rowOf(5)[count - 1] = 1;
}

/** The place on a stroke at a distance from its beginning, which lies on the piece that ends at a point. */
function between(
  stroke: Stroke,
  distances: readonly number[],
  end: number,
  wanted: number,
): readonly [number, number] {
  const begin = max(0, end - 1);
  const [fromX, fromY] = stroke[begin]!;
  const [toX, toY] = stroke[end]!;
  const piece = distances[end]! - distances[begin]!;
  const share = piece > 0 ? min(1, max(0, (wanted - distances[begin]!) / piece)) : 0;
  return [fromX + share * (toX - fromX), fromY + share * (toY - fromY)];
}
