import type { Point, Stroke } from '@inkling/ink';
import type { Random } from '../../random.js';

const SPARSE_SHARE = 0.25;
const WOBBLY_SHARE = 0.35;
const CUT_SHARE = 0.1;

/**
 * Strokes as other pens, screens and hands give them: with fewer points, a tremble, an end cut short.
 * Most stay as they are.
 */
export function roughen(strokes: readonly Stroke[], random: Random): readonly Stroke[] {
  let rough = strokes;
  if (random.next() < SPARSE_SHARE) {
    const step = 2 + random.integer(3);
    rough = rough.map((stroke) => sparse(stroke, step));
  }
  if (random.next() < WOBBLY_SHARE) {
    const amplitude = random.between(0.005, 0.03) * extentOf(rough);
    rough = rough.map((stroke) => wobbly(stroke, amplitude, random));
  }
  if (random.next() < CUT_SHARE) {
    const cut = random.integer(rough.length);
    const share = random.between(0.03, 0.12);
    rough = rough.map((stroke, at) => (at === cut ? cutShort(stroke, share, random) : stroke));
  }
  return rough;
}

/** Every so manieth point, both ends kept. */
const sparse = (stroke: Stroke, step: number): Stroke =>
  stroke.filter((_, at) => at % step === 0 || at === stroke.length - 1);

function extentOf(strokes: readonly Stroke[]): number {
  const points = strokes.flat();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

/** Points between two turns of a tremble. */
const TURN_POINTS = 4;

/** Displacements that go smoothly from one random value to the next. */
function wobbly(stroke: Stroke, amplitude: number, random: Random): Stroke {
  const nodes = Array.from(
    { length: Math.ceil(stroke.length / TURN_POINTS) + 1 },
    () => [random.between(-amplitude, amplitude), random.between(-amplitude, amplitude)] as const,
  );
  return stroke.map(([x, y], at): Point => {
    const node = Math.floor(at / TURN_POINTS);
    const share = (at % TURN_POINTS) / TURN_POINTS;
    const [x0, y0] = nodes[node]!;
    const [x1, y1] = nodes[node + 1]!;
    return [x + x0 + share * (x1 - x0), y + y0 + share * (y1 - y0)];
  });
}

/** Without a part of its points at the beginning or the end. */
function cutShort(stroke: Stroke, share: number, random: Random): Stroke {
  const lost = Math.floor(stroke.length * share);
  return random.next() < 0.5 ? stroke.slice(lost) : stroke.slice(0, stroke.length - lost);
}
