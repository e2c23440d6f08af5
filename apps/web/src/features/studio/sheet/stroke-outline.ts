import getStroke from 'perfect-freehand';
import type { InkStroke } from './sheet';

/**
 * The outline of a stroke as SVG path data, in sheet units. With a real pen its pressure shapes the
 * line, otherwise its speed does.
 *
 * @param finished whether the pen has left the paper: the end is then drawn in full
 */
export function strokeOutline(
  { points, penWidth, hasPressure }: InkStroke,
  finished: boolean,
): string {
  const drawn = points.map(([x, y, , pressure]): Drawn => [x, y, pressure ?? 0.5]);
  const outline = getStroke(withoutGaps(drawn, penWidth), {
    size: penWidth,
    thinning: hasPressure ? 0.65 : 0.35,
    smoothing: 0.5,
    // Low, so that the line stays under the pen.
    streamline: 0.3,
    simulatePressure: !hasPressure,
    last: finished,
  });
  return smoothPath(outline);
}

type Drawn = [x: number, y: number, pressure: number];

/**
 * Points no further apart than the pen is wide. A fast pen leaves one point a turn, and such leaps are
 * drawn as hairlines that pinch where they meet.
 */
function withoutGaps(points: readonly Drawn[], step: number): Drawn[] {
  return points.flatMap((point, at) => {
    const before = points[at - 1];
    if (!before) return [point];
    const parts = Math.max(
      1,
      Math.ceil(Math.hypot(point[0] - before[0], point[1] - before[1]) / step),
    );
    return Array.from({ length: parts }, (_, part): Drawn => {
      const share = (part + 1) / parts;
      const mix = (axis: 0 | 1 | 2) => before[axis] + (point[axis] - before[axis]) * share;
      return [mix(0), mix(1), mix(2)];
    });
  });
}

/** A closed path through the middles of neighbouring points, with the points as its controls. */
function smoothPath(outline: readonly number[][]): string {
  if (outline.length < 3) return '';
  const parts: string[] = [];
  outline.forEach(([x, y], at) => {
    const [nextX, nextY] = outline[(at + 1) % outline.length] as [number, number];
    const middle = `${fixed((x! + nextX) / 2)} ${fixed((y! + nextY) / 2)}`;
    if (at === 0) parts.push(`M${middle}`);
    else parts.push(`Q${fixed(x!)} ${fixed(y!)} ${middle}`);
  });
  return `${parts.join('')}Z`;
}

function fixed(value: number): string {
  return value.toFixed(2);
}
