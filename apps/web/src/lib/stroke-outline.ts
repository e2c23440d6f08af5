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
  const outline = getStroke(
    points.map(([x, y, , pressure]) => [x, y, pressure ?? 0.5]),
    {
      size: penWidth,
      thinning: hasPressure ? 0.65 : 0.35,
      smoothing: 0.5,
      // Low, so that the line stays under the pen.
      streamline: 0.3,
      simulatePressure: !hasPressure,
      last: finished,
    },
  );
  return smoothPath(outline);
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
