import { getStroke } from 'perfect-freehand';
import { SHEET_SIZE, type SheetStroke } from './stroke.js';

/** About a felt pen on a note. */
const PEN_WIDTH = SHEET_SIZE * 0.035;

/** The outline of a stroke. With a real pen its pressure shapes the line, otherwise its speed does. */
export function strokePath({ points, hasPressure }: SheetStroke): Path2D {
  const outline = getStroke(
    points.map(([x = 0, y = 0, , pressure = 0.5]) => [x, y, pressure]),
    {
      size: PEN_WIDTH,
      thinning: hasPressure ? 0.65 : 0.35,
      streamline: 0.3,
      simulatePressure: !hasPressure,
      last: true,
    },
  );
  const path = new Path2D();
  outline.forEach(([x = 0, y = 0], at) => {
    const [nextX = 0, nextY = 0] = outline[(at + 1) % outline.length]!;
    const middle = [(x + nextX) / 2, (y + nextY) / 2] as const;
    if (at === 0) path.moveTo(...middle);
    else path.quadraticCurveTo(x, y, ...middle);
  });
  path.closePath();
  return path;
}
