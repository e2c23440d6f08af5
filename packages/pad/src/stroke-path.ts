import { getStroke } from 'perfect-freehand';
import type { SheetStroke } from './stroke.js';

/** Of a sheet of 1 unit: about a felt pen on a note. */
const PEN_SHARE = 0.035;

/** The outline of a stroke. With a real pen its pressure shapes the line, otherwise its speed does. @param sheetPx width of the sheet */
export function strokePath({ points, hasPressure }: SheetStroke, sheetPx: number): Path2D {
  const outline = getStroke(
    points.map(([x = 0, y = 0, , pressure = 0.5]) => [x, y, pressure]),
    {
      size: sheetPx * PEN_SHARE,
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
