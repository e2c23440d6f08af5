import { STRIP_HEIGHT, type Strip } from '../../types.js';
import { LEAST_HEIGHT, MARGIN, STRIP_PEN_WIDTH } from '../../strokes/strip-from-strokes.js';
import { wantedWidth, type PenRange } from '../fit.js';
import { boundsAbove, cropGrid, type Box, type Grid } from '../grid.js';
import { changePenWidth, measurePen } from '../pen-width.js';
import { enlarge, resampleByArea } from '../resample.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, max, min, round } = Math;

/** Soft edges count to the box of the ink, the last haze of a blurred picture does not. */
const BOX_LEVEL = 0.25;

/** Widths of lines, in pixels of a strip, that a network of lines learned from, and a little more. */
const STRIP_PEN_RANGE: PenRange = { narrowest: 1.1, widest: 4.2, typical: STRIP_PEN_WIDTH };

/** Lines are measured and changed where they are at least so many pixels wide. */
const FINE_PEN = 6;
const MOST_ENLARGED = 4;

/** In pixels of a strip: narrowed to less than this a line falls apart. */
const THINNEST = 1.4;

export interface FittedStrip extends Strip {
  /** Pixels of the strip for one of the ink, and where the ink's left upper corner is in it. */
  readonly scale: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/**
 * The ink of a row fitted into a strip as `stripFromStrokes` does: all of it in the height, but for a margin, with
 * its aspect kept; lines that are far thicker or thinner than any that were learned from are brought nearer.
 *
 * @param pen about how wide its lines are, in pixels
 * @returns `undefined` where there is none
 */
export function fitStrip(ink: Grid, pen: number): FittedStrip | undefined {
  const box = boundsAbove(ink, BOX_LEVEL);
  if (!box) return undefined;
  const natural = scaleOf(box, pen);
  const own = pen * natural;
  const typical = wantedWidth(own, STRIP_PEN_RANGE);
  const wanted = typical < own ? max(typical, own - spareOf(ink, pen, natural) * natural) : typical;
  if (abs(wanted - own) < 0.1) return inStrip(ink, box, natural);

  // The line's middle keeps its place; the strip's height holds the new lines.
  const { wide, high } = sizeOf(box, pen);
  const scale = (STRIP_HEIGHT - 2 * MARGIN - wanted) / max(high, LEAST_HEIGHT * wide, 1);
  const change = wanted / scale - pen;
  const fine = enlargementFor(pen + max(0, change));
  const margin = ceil(max(0, change) / 2) + 1;
  const framed = cropGrid(ink, { left: 0, top: 0, right: ink.width, bottom: ink.height }, margin);
  const enlarged = enlarge(framed, framed.width * fine, framed.height * fine);
  const penned = changePenWidth(enlarged, change * fine);
  const grown = {
    left: (box.left - change / 2 + margin) * fine,
    top: (box.top - change / 2 + margin) * fine,
    right: (box.right + change / 2 + margin) * fine,
    bottom: (box.bottom + change / 2 + margin) * fine,
  };
  const strip = inStrip(penned, grown, scale / fine);
  return {
    ...strip,
    scale,
    offsetX: strip.offsetX + margin * scale,
    offsetY: strip.offsetY + margin * scale,
  };
}

/** How many pixels of width the lines of an ink can spare where they are thinnest. */
function spareOf(ink: Grid, pen: number, natural: number): number {
  const fine = enlargementFor(pen);
  const { thinnest } = measurePen(enlarge(ink, ink.width * fine, ink.height * fine));
  return max(0, thinnest / fine - THINNEST / natural);
}

const enlargementFor = (pen: number): number => max(1, min(MOST_ENLARGED, ceil(FINE_PEN / pen)));

const sizeOf = ({ left, top, right, bottom }: Box, pen: number) => ({
  wide: max(0, right - left - pen),
  high: max(0, bottom - top - pen),
});

function scaleOf(box: Box, pen: number): number {
  const { wide, high } = sizeOf(box, pen);
  return (STRIP_HEIGHT - 2 * MARGIN) / max(1, max(high, LEAST_HEIGHT * wide) + pen);
}

function inStrip(ink: Grid, box: Box, scale: number): FittedStrip {
  const width = max(1, ceil((box.right - box.left) * scale + 2 * MARGIN));
  const offsetX = MARGIN - box.left * scale;
  const offsetY = STRIP_HEIGHT / 2 - ((box.top + box.bottom) / 2) * scale;
  const part = {
    left: -offsetX / scale,
    top: -offsetY / scale,
    right: (width - offsetX) / scale,
    bottom: (STRIP_HEIGHT - offsetY) / scale,
  };
  // Area averaging of an ink that was made larger by a whole factor is nearly linear interpolation.
  const fine = max(1, round(2 * scale));
  const source = fine > 1 ? enlarge(ink, ink.width * fine, ink.height * fine) : ink;
  const values = resampleByArea(source, width, STRIP_HEIGHT, {
    left: part.left * fine,
    top: part.top * fine,
    right: part.right * fine,
    bottom: part.bottom * fine,
  }).values;
  return {
    values: Float32Array.from(values, (value) => min(1, max(0, value))),
    width,
    scale,
    offsetX,
    offsetY,
  };
}
