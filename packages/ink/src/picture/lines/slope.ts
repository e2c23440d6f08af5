import { sharpestSlope, type InkPlaces } from '../../sharpest-slope.js';
import type { Grid } from '../grid.js';
import { floats } from '../workspace.js';
import { heightOf } from './box.js';
import { SMALL, type Pieces } from './pieces.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, max, min, round } = Math;

/** The steepest lines that are levelled, in rows for each column: about 10 degrees. */
const STEEPEST = 0.18;

/** So many pixels of the ink tell. */
const SAMPLES = 4000;

/** How many rows the writing falls for each column; see `sharpestSlope`. */
export const slopeOf = (pieces: Pieces): number =>
  sharpestSlope(placesIn(pieces), pieces.size, pieces.ink, { steepest: STEEPEST, leastBin: 1 });

/** Places of the ink of characters, spread over it, and how much of it each stands for. */
function placesIn({ found, pieces: all, pen, size }: Pieces): InkPlaces {
  const high = all.filter(({ box }) => heightOf(box) >= SMALL * size);
  const pieces = high.length > 0 ? high : all;
  const isPiece = new Uint8Array(found.components.length + 1);
  let area = 0;
  for (const piece of pieces) {
    isPiece[piece.label] = 1;
    area += piece.area;
  }
  const { runs, labelOf } = found;
  const stride = max(1, round(area / (SAMPLES * max(1, pen))));
  const [x, y, weight]: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < runs.height; row += stride) {
    for (let run = runs.firstOf[row]!; run < runs.firstOf[row + 1]!; run++) {
      if (isPiece[labelOf[run]!] === 0) continue;
      const [from, to] = [runs.ends[2 * run]!, runs.ends[2 * run + 1]!];
      const parts = max(1, round((to - from) / (2 * pen)));
      for (let part = 0; part < parts; part++) {
        x.push(from + ((part + 0.5) * (to - from)) / parts);
        y.push(row + 0.5);
        weight.push((to - from) / parts);
      }
    }
  }
  return { x, y, weight };
}

/** Moves each column so that a slope becomes level; the column in the middle keeps its place. */
export function sheared({ width, height, values }: Grid, slope: number): Grid {
  const result = floats(values.length);
  for (let column = 0; column < width; column++) {
    const shift = slope * (column + 0.5 - width / 2);
    const whole = floor(shift);
    const share = shift - whole;
    const first = max(0, -whole);
    const last = min(height, height - whole - 1);
    for (let row = first; row < last; row++) {
      const at = (row + whole) * width + column;
      result[row * width + column] = (1 - share) * values[at]! + share * values[at + width]!;
    }
    if (last >= 0 && last < height && last + whole < height && last + whole >= 0) {
      result[last * width + column] = (1 - share) * values[(last + whole) * width + column]!;
    }
  }
  return { width, height, values: result };
}
