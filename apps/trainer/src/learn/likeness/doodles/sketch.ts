import type { Point, Stroke } from '@inkling/ink';
import type { Random } from '../../../random.js';

/** Shapes in a square of about 100, y down, with the unsteadiness of a hand. */

const STEPS_A_LINE = 8;

/** A number near `value`. */
export const near = (random: Random, value: number, by: number): number =>
  value + random.between(-by, by);

/** A line from corner to corner, points as a pen gives them. */
export function polyline(corners: readonly Point[]): Stroke {
  const [first, ...others] = corners;
  if (!first) return [];
  let [fromX, fromY] = first;
  const points: Point[] = [[fromX, fromY]];
  for (const [x, y] of others) {
    for (let step = 1; step <= STEPS_A_LINE; step++) {
      const share = step / STEPS_A_LINE;
      points.push([fromX + share * (x - fromX), fromY + share * (y - fromY)]);
    }
    [fromX, fromY] = [x, y];
  }
  return points;
}

/** The same, back to where it began. */
export const polygon = (corners: readonly Point[]): Stroke => polyline([...corners, corners[0]!]);

/** A part of an ellipse; angles in turns, 0 at the right, clockwise. */
export function arc(centre: Point, radiusX: number, radiusY: number, from = 0, to = 1): Stroke {
  const steps = Math.max(6, Math.round(28 * Math.abs(to - from)));
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const angle = 2 * Math.PI * (from + ((to - from) * step) / steps);
    return [centre[0] + radiusX * Math.cos(angle), centre[1] + radiusY * Math.sin(angle)];
  });
}

/** A closed or open curve by a function of 0..1. */
export const curve = (at: (share: number) => Point, steps = 60): Stroke =>
  Array.from({ length: steps + 1 }, (_, step) => at(step / steps));

/** Corners of a regular polygon or, with two radii in turn, of a star. */
export const spokes = (
  centre: Point,
  radii: readonly number[],
  count: number,
  turn: number,
): Point[] =>
  Array.from({ length: count }, (_, at): Point => {
    const angle = 2 * Math.PI * (at / count + turn);
    const radius = radii[at % radii.length]!;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)];
  });

/**
 * Shapes as a hand draws them: each stroke shifted, leaned and scaled a little, with a slow tremble, ends
 * that overshoot or don't meet, and the whole leaned and stretched.
 */
export function byHand(shapes: readonly Stroke[], random: Random): Stroke[] {
  const lean = random.between(-0.2, 0.2);
  const turn = random.between(-0.18, 0.18);
  const stretch = Math.exp(random.between(-0.25, 0.25));
  const shaking = random.between(0.3, 2.5);
  return shapes.map((shape) => {
    const [moveX, moveY] = [random.between(-3, 3), random.between(-3, 3)];
    const grow = random.between(0.94, 1.06);
    const tremble = slowNoise(shape.length, shaking, random);
    return trimmed(shape, random).map(([x, y], at): Point => {
      const [shakeX, shakeY] = tremble(at);
      const [ownX, ownY] = [(x - 50) * grow + moveX + shakeX, (y - 50) * grow + moveY + shakeY];
      const leaned = (ownX + lean * ownY) * stretch;
      return [
        50 + leaned * Math.cos(turn) - ownY * Math.sin(turn),
        50 + leaned * Math.sin(turn) + ownY * Math.cos(turn),
      ];
    });
  });
}

/** Some strokes end early, as rings that stay open do. */
function trimmed(shape: Stroke, random: Random): Stroke {
  if (shape.length < 12 || random.next() < 0.6) return shape;
  return shape.slice(0, Math.ceil(shape.length * random.between(0.92, 1)));
}

const NOISE_STEP = 6;

function slowNoise(
  length: number,
  amplitude: number,
  random: Random,
): (at: number) => readonly [number, number] {
  const nodes = Array.from({ length: Math.ceil(length / NOISE_STEP) + 2 }, () => [
    random.between(-amplitude, amplitude),
    random.between(-amplitude, amplitude),
  ]);
  return (at) => {
    const node = Math.floor(at / NOISE_STEP);
    const share = (at % NOISE_STEP) / NOISE_STEP;
    const [from, to] = [nodes[node]!, nodes[node + 1]!];
    return [from[0]! + share * (to[0]! - from[0]!), from[1]! + share * (to[1]! - from[1]!)];
  };
}
