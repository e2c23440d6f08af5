import { InkError, penPathFromStrokes, type Point, type Stroke } from '@inkling/ink';
import { nearNormal, type Random } from '../../random.js';
import { roughen } from '../augmentation/roughen.js';
import { drawLean, type HandLimits } from '../augmentation/strokes.js';

const PATH_HAND: HandLimits = { rotation: 0.24, shear: 0.35, stretch: 0.26 };
/** Standard deviations, in halves of the drawing's longer side. */
const BEND = 0.12;
const STROKE_SHIFT = 0.06;

/** Shares of the drawings in which all strokes, or one, are drawn from their end, or two change places. */
const ALL_BACKWARDS = 0.08;
const ONE_BACKWARDS = 0.1;
const SWAPPED = 0.15;

/** The path of the same ink, as if another hand had written it, maybe in another order. */
export function rewrittenPath(strokes: readonly Stroke[], random: Random): Float32Array {
  const lean = drawLean(PATH_HAND, random);
  const bent = bend(lean(roughen(strokes, random)), random);
  try {
    return penPathFromStrokes(inAnotherOrder(bent, random));
  } catch (error) {
    // Leaning can shrink a drawing that was hardly more than a dot below the limit.
    if (error instanceof InkError) return penPathFromStrokes(strokes);
    throw error;
  }
}

/** Bends all ink alike by a field of second order, and moves each stroke a little. */
function bend(strokes: readonly Stroke[], random: Random): Stroke[] {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right, top, bottom] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  const half = Math.max(right - left, bottom - top) / 2 || 1;
  const by = Array.from({ length: 4 }, () => BEND * nearNormal(random)) as [
    number,
    number,
    number,
    number,
  ];
  return strokes.map((stroke) => {
    const shift = strokes.length > 1 ? STROKE_SHIFT : 0;
    const [moveX, moveY] = [shift * nearNormal(random), shift * nearNormal(random)];
    return stroke.map(([x, y]): Point => {
      const [u, v] = [(x - middleX) / half, (y - middleY) / half];
      const across = u + moveX + by[0] * v * v + by[1] * u * v;
      const down = v + moveY + by[2] * u * u + by[3] * u * v;
      return [middleX + half * across, middleY + half * down];
    });
  });
}

function inAnotherOrder(strokes: readonly Stroke[], random: Random): readonly Stroke[] {
  const backwards = (stroke: Stroke): Stroke => [...stroke].reverse();
  const share = random.next();
  const turned = random.integer(strokes.length);
  let ordered = strokes;
  if (share < ALL_BACKWARDS) ordered = strokes.map(backwards);
  else if (share < ALL_BACKWARDS + ONE_BACKWARDS) {
    ordered = strokes.map((stroke, at) => (at === turned ? backwards(stroke) : stroke));
  }
  if (random.next() >= SWAPPED) return ordered;
  const [one, other] = [random.integer(strokes.length), random.integer(strokes.length)];
  return ordered.map((stroke, at) => {
    if (at === one) return ordered[other]!;
    return at === other ? ordered[one]! : stroke;
  });
}
