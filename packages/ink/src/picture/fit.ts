import { BOX_SIDE } from '../centre.js';
import { InkError } from '../errors.js';
import { GLYPH_SIDE } from '../types.js';
import { boundsAbove, cropGrid, longerSide, type Grid } from './grid.js';
import { changePenWidth, measurePen } from './pen-width.js';
import { enlarge, resampleByArea } from './resample.js';
import { HALF } from './soft-ink.js';

/** Lines are measured and changed where the character's longer side has at least this many pixels. */
const FINE_SIDE = 100;

/** Above twice that, and with lines wider than this, half the pixels do as well and cost a quarter. */
const FINE_PEN = 5;

/** A character whose longer side is within this part of the box's isn't resampled: it would only blur. */
const FITS_SHARE = 0.06;

/** Ink as round as that, compared with the disc that fits into it, is a dot. */
const DOT_SHARE = 0.7;

/** In pixels of the picture: less is a grain of dust, not a character. */
const SMALLEST_SIDE = 4;

/** Widths of lines in glyph pixels. */
export interface PenRange {
  /** Lines from here ... */
  readonly narrowest: number;
  /** ... up to here stay as they are. */
  readonly widest: number;
  /** The further outside, the nearer to this width are they brought, from the end of the range on. */
  readonly typical: number;
}

export interface Fitted {
  /** After the change of the pen's width, where there was one; before it otherwise. */
  readonly penned: Grid;
  /** 28x28, the character in a 20x20 box in the middle. */
  readonly boxed: Grid;
}

/**
 * The width that lines are given: their own within the range; outside it folds back from the end
 * towards the typical width. Steady, so that a little more pen never makes a leap, and lines of a
 * hair's breadth still become typical ones.
 */
export function wantedWidth(width: number, { narrowest, widest, typical }: PenRange): number {
  if (width < narrowest) return Math.min(typical, 2 * narrowest - width);
  if (width > widest) return Math.max(typical, 2 * widest - width);
  return width;
}

/**
 * Fits the ink into the 20x20 box, and brings its lines to a width that the networks have seen.
 *
 * @param ink soft ink cropped to its bounds
 * @param roughPen about how wide its lines are, in pixels
 * @param range without it lines keep their width
 * @throws InkError `only_a_dot`
 */
export function fitIntoBox(ink: Grid, roughPen: number, range?: PenRange): Fitted {
  const side = Math.max(ink.width, ink.height);
  if (side < SMALLEST_SIDE) throw new InkError('only_a_dot');
  const fine = fineEnough(ink, roughPen);
  const hard = boundsAbove(fine, HALF);
  if (!hard) throw new InkError('nothing_drawn');
  const pen = measurePen(fine);
  const extent = longerSide(hard);
  if (pen.thickest >= DOT_SHARE * extent) throw new InkError('only_a_dot');

  const widthInBox = (pen.width * BOX_SIDE) / extent;
  const wanted = range ? wantedWidth(widthInBox, range) : widthInBox;
  if (wanted === widthInBox) return { penned: ink, boxed: placeInGlyph(ink) };
  // The line's middle keeps its place; the box holds the new lines.
  const scale = (BOX_SIDE - wanted) / Math.max(1, extent - pen.width);
  const change = wanted / scale - pen.width;
  const margin = Math.max(0, Math.ceil(change / 2)) + 1;
  const changed = changePenWidth(withMargin(fine, margin), change);
  const bounds = boundsAbove(changed, HALF);
  if (!bounds) return { penned: ink, boxed: placeInGlyph(ink) };
  const penned = cropGrid(changed, bounds);
  return { penned, boxed: placeInGlyph(penned) };
}

/** Brings the ink to a size at which lines can be measured, with a margin of at least one pixel. */
function fineEnough(ink: Grid, roughPen: number): Grid {
  const side = Math.max(ink.width, ink.height);
  const shrink = Math.min(Math.floor(side / FINE_SIDE), Math.floor((2 * roughPen) / FINE_PEN));
  if (shrink <= 1) {
    const factor = Math.max(1, Math.ceil(FINE_SIDE / side));
    const framed = withMargin(ink, 1);
    return enlarge(framed, framed.width * factor, framed.height * factor);
  }
  const width = Math.ceil(ink.width / shrink);
  const height = Math.ceil(ink.height / shrink);
  const whole = { left: 0, top: 0, right: width * shrink, bottom: height * shrink };
  return withMargin(resampleByArea(ink, width, height, whole), 1);
}

function withMargin(grid: Grid, margin: number): Grid {
  const whole = { left: 0, top: 0, right: grid.width, bottom: grid.height };
  return cropGrid(grid, whole, margin);
}

/** Area averaging into the box, aspect kept, as MNIST's makers did. */
function placeInGlyph(ink: Grid): Grid {
  const side = Math.max(ink.width, ink.height);
  const fits = Math.abs(side / BOX_SIDE - 1) <= FITS_SHARE;
  const scale = fits ? 1 : BOX_SIDE / side;
  // The box begins on a whole pixel, so that a drawing of the box's own size stays as it is.
  const left = Math.floor((GLYPH_SIDE - ink.width * scale) / 2);
  const top = Math.floor((GLYPH_SIDE - ink.height * scale) / 2);
  return resampleByArea(ink, GLYPH_SIDE, GLYPH_SIDE, {
    left: -left / scale,
    top: -top / scale,
    right: (GLYPH_SIDE - left) / scale,
    bottom: (GLYPH_SIDE - top) / scale,
  });
}

