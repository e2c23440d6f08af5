import { sharpestSlope, type InkPlaces } from '../sharpest-slope.js';
import type { Point, Stroke } from '../types.js';
import { boundsOf, typicalHeight, union, type Bounds } from './bounds.js';
import { checkedBounds } from './check-strokes.js';
import { lengthOf } from './length-of.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, hypot, max } = Math;

/** The steepest lines that are levelled: about 14 degrees. What seems steeper is no line of writing. */
const STEEPEST = 0.25;

/** Shorter writing, in heights of its tall strokes, is not levelled: one large loop would decide. */
const SHORTEST = 4;

/** A level line is lower than this part of what it was: else its slope is only how its characters stand. */
const LOWER = 0.75;

/** Between two places of the ink that tell, in parts (1 / n) of a character's height. */
const PLACES = 6;

/** At most about so many of them tell. */
const SAMPLES = 4000;

/** Finer bins than this part of the drawing tell nothing. */
const LEAST_BIN = 1 / 2000;

/** A line of ink that may have been levelled. */
export interface LevelledLine {
  readonly strokes: readonly Stroke[];
  readonly bounds: Bounds;
  /** How many units the line fell for each unit to the right, about the middle of its bounds; 0 where it is as it was. */
  readonly slope: number;
}

/** A line that clearly climbs or falls, level: a strip holds all of its height. @throws InkError, see its codes */
export function levelledLine(strokes: readonly Stroke[]): LevelledLine {
  const bounds = checkedBounds(strokes);
  const slope = slopeOfStrokes(strokes, bounds);
  if (slope === 0) return { strokes, bounds, slope };
  const level = levelled(strokes, slope, (bounds.minX + bounds.maxX) / 2);
  const { minY, maxY } = level.map(boundsOf).reduce(union);
  if (maxY - minY >= LOWER * (bounds.maxY - bounds.minY)) return { strokes, bounds, slope: 0 };
  return { strokes: level, bounds: { ...bounds, minY, maxY }, slope };
}

/** How many units the lines of a drawing fall for each unit to the right; 0 where that isn't clear. */
export function slopeOfStrokes(strokes: readonly Stroke[], bounds: Bounds): number {
  const width = bounds.maxX - bounds.minX;
  const height = bounds.maxY - bounds.minY;
  const size = typicalHeight(strokes.map(boundsOf));
  if (!(size > 0) || width < SHORTEST * size) return 0;
  const slope = sharpestSlope(
    placesOn(strokes, bounds, size),
    size,
    { width, height },
    { steepest: STEEPEST, leastBin: LEAST_BIN * max(width, height) },
  );
  return abs(slope) < STEEPEST ? slope : 0;
}

/** Moves each point so that a slope becomes level; `middleX` keeps its place. */
export const levelled = (strokes: readonly Stroke[], slope: number, middleX: number): Stroke[] =>
  strokes.map((stroke) => stroke.map(([x, y]): Point => [x, y - slope * (x - middleX)]));

/** Places at even steps along the strokes: pens tell of a hundred points for each that is needed. */
function placesOn(strokes: readonly Stroke[], { minX, minY }: Bounds, size: number): InkPlaces {
  const step = max(size / PLACES, lengthOf(strokes) / SAMPLES);
  const [x, y, weight]: [number[], number[], number[]] = [[], [], []];
  for (const stroke of strokes) {
    let ahead = step / 2;
    for (let at = 1; at < stroke.length; at++) {
      const [[ax, ay], [bx, by]] = [stroke[at - 1]!, stroke[at]!];
      const length = hypot(bx - ax, by - ay);
      for (; ahead < length; ahead += step) {
        x.push(ax + (ahead / length) * (bx - ax) - minX);
        y.push(ay + (ahead / length) * (by - ay) - minY);
        weight.push(1);
      }
      ahead -= length;
    }
  }
  return { x, y, weight };
}
