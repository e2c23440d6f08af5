import { InkError } from '../errors.js';
import { MAX_POINTS, type Stroke } from '../types.js';
import type { Bounds } from './bounds.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, hypot, max, min } = Math;

/** Beyond this a coordinate is of no screen, tablet or sheet. */
const MAX_COORDINATE = 1_000_000;

/**
 * A drawing whose larger side is under so many units may be a tap in pixels, or a character in parts of a
 * canvas, in inches, in whatever there is ...
 */
const TAP_EXTENT = 2;

/** ... and is a tap when that is less than this part of how far from the origin it lies, ... */
const TAP_SHARE = 0.1;

/** ... unless it is more than this part of it, and ... */
const LEAST_SHARE = 0.01;

/** ... the pen went a way of so many steps, each this part of its size: on a page in inches characters are as small. */
const DRAWN_STEPS = 8;
const STEP_SHARE = 1 / 16;

/**
 * The box around all points.
 *
 * @throws InkError when nothing is drawn, when there are too many points, when a coordinate is not
 * finite or absurd, or when the drawing is only a dot.
 */
export function checkedBounds(strokes: readonly Stroke[]): Bounds {
  let count = 0;
  for (const stroke of strokes) count += stroke.length;
  if (count === 0) throw new InkError('nothing_drawn');
  if (count > MAX_POINTS) throw new InkError('too_many_points');

  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const stroke of strokes) {
    for (const [x, y] of stroke) {
      // Written so that NaN fails as well.
      if (!(abs(x) <= MAX_COORDINATE && abs(y) <= MAX_COORDINATE)) {
        throw new InkError('bad_coordinates');
      }
      minX = min(minX, x);
      minY = min(minY, y);
      maxX = max(maxX, x);
      maxY = max(maxY, y);
    }
  }
  const bounds = { minX, minY, maxX, maxY };
  if (isTap(strokes, bounds)) throw new InkError('only_a_dot');
  return bounds;
}

/** Any unit will do, but a touch of the pen shakes by a pixel or so. */
function isTap(strokes: readonly Stroke[], { minX, minY, maxX, maxY }: Bounds): boolean {
  const extent = max(maxX - minX, maxY - minY);
  if (extent >= TAP_EXTENT) return false;
  const far = max(abs(minX), abs(maxX), abs(minY), abs(maxY));
  if (extent > TAP_SHARE * far) return false;
  return !(extent > LEAST_SHARE * far && stepsOf(strokes, STEP_SHARE * extent) >= DRAWN_STEPS);
}

/** How often the pen moved on by at least so much. */
function stepsOf(strokes: readonly Stroke[], least: number): number {
  let steps = 0;
  for (const stroke of strokes) {
    let from = stroke[0];
    for (const point of stroke) {
      if (hypot(point[0] - from![0], point[1] - from![1]) < least) continue;
      from = point;
      steps++;
    }
  }
  return steps;
}
