import { BOX_SIDE, CENTRE, centreGlyph, centreOfMass, quantise } from '../centre.js';
import { InkError } from '../errors.js';
import { GLYPH_SIDE, type Glyph } from '../types.js';
import { boundsAbove, cropGrid, longerSide, type Box, type Grid } from './grid.js';
import { changePenWidth, measurePen } from './pen-width.js';
import { enlarge, resampleByArea } from './resample.js';
import { floats, kernelsAt } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max } = Math;

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

/** In glyph pixels: narrowed to less than this a line falls apart. */
const THINNEST = 1.2;

/** Widths of lines in glyph pixels. */
export interface PenRange {
  /** Lines from here ... */
  readonly narrowest: number;
  /** ... up to here stay as they are. */
  readonly widest: number;
  /** The further outside, the nearer to this width are they brought, from the end of the range on. */
  readonly typical: number;
}

/**
 * What is measured for the box reaches to this level of ink: soft edges count, the last haze of a
 * blurred picture does not.
 */
const BOX_LEVEL = 0.25;

export interface Fitted {
  /** After the change of the pen's width, where there was one; before it otherwise. */
  readonly penned: Grid;
  /** 28x28, the character in a 20x20 box in the middle. */
  readonly boxed: Grid;
  /** The same with its centre of mass in the middle. */
  readonly glyph: Glyph;
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
  const box = boundsAbove(ink, BOX_LEVEL);
  if (!box) throw new InkError('nothing_drawn');
  const side = longerSide(box);
  if (side < SMALLEST_SIDE) throw new InkError('only_a_dot');
  const { fine, perPixel } = fineEnough(ink, roughPen);
  const pen = measurePen(fine);
  if (pen.thickest >= DOT_SHARE * side * perPixel) throw new InkError('only_a_dot');

  const width = pen.width / perPixel;
  const widthInBox = (width * BOX_SIDE) / side;
  const thinInBox = ((pen.thinnest / perPixel) * BOX_SIDE) / side;
  // Lines are narrowed by what the thinnest can spare.
  const narrowest = widthInBox - max(0, thinInBox - THINNEST);
  const wanted = range ? max(wantedWidth(widthInBox, range), narrowest) : widthInBox;
  if (wanted === widthInBox) {
    const fits = Math.abs(side / BOX_SIDE - 1) <= FITS_SHARE;
    const boxed = placeInGlyph(ink, box, fits ? 1 : BOX_SIDE / side);
    return { penned: ink, boxed, glyph: centreGlyph(boxed.values) };
  }
  // The line's middle keeps its place; the box holds the new lines.
  const scale = (BOX_SIDE - wanted) / Math.max(1, side - width);
  const change = wanted / scale - width;
  const margin = Math.max(0, Math.ceil((change * perPixel) / 2)) + 1;
  const framed = withMargin(fine, margin);
  // Little by little from soft to sharp edges, so that a hair more or less of pen makes no leap.
  const share = Math.min(1, Math.abs(change * scale));
  const penned = blend(framed, changePenWidth(framed, change * perPixel), share);
  const offset = margin + FINE_MARGIN;
  const grown = {
    left: (box.left - change / 2) * perPixel + offset,
    top: (box.top - change / 2) * perPixel + offset,
    right: (box.right + change / 2) * perPixel + offset,
    bottom: (box.bottom + change / 2) * perPixel + offset,
  };
  const boxed = placeInGlyph(penned, grown, scale / perPixel);
  // These lines are drawn anew, so they can be centred to parts of a pixel, as strokes are.
  const mass = centreOfMass(boxed.values);
  const toCentre = { x: CENTRE - mass.x, y: CENTRE - mass.y };
  const centred = placeInGlyph(penned, grown, scale / perPixel, toCentre);
  return { penned, boxed, glyph: quantise(centred.values) };
}

/** Pixels of paper around the fine ink. */
const FINE_MARGIN = 1;

/** Brings the ink to a size at which lines can be measured; `perPixel` is the enlargement. */
function fineEnough(ink: Grid, roughPen: number): { fine: Grid; perPixel: number } {
  const side = Math.max(ink.width, ink.height);
  const shrink = Math.min(Math.floor(side / FINE_SIDE), Math.floor((2 * roughPen) / FINE_PEN));
  if (shrink > 1) {
    const width = Math.ceil(ink.width / shrink);
    const height = Math.ceil(ink.height / shrink);
    const whole = { left: 0, top: 0, right: width * shrink, bottom: height * shrink };
    const fine = withMargin(resampleByArea(ink, width, height, whole), FINE_MARGIN);
    return { fine, perPixel: 1 / shrink };
  }
  const perPixel = Math.max(1, Math.ceil(FINE_SIDE / side));
  // With paper around it the enlarged ink fades out instead of ending at its last pixel.
  const framed = withMargin(ink, 1);
  const [width, height] = [framed.width * perPixel, framed.height * perPixel];
  const fine = enlarge(framed, width, height, perPixel - FINE_MARGIN);
  return { fine, perPixel };
}

function withMargin(grid: Grid, margin: number): Grid {
  const whole = { left: 0, top: 0, right: grid.width, bottom: grid.height };
  return cropGrid(grid, whole, margin);
}

function blend(a: Grid, b: Grid, share: number): Grid {
  if (share === 1) return b;
  const { width, height, values: first } = a;
  const { values: second } = b;
  const values = floats(first.length);
  const kernels = kernelsAt(first, second, values);
  if (kernels) {
    const { byteOffset: to, length } = values;
    kernels.mixFloats(first.byteOffset, second.byteOffset, share, to, length);
  } else {
    for (let at = 0; at < values.length; at++) {
      values[at] = first[at]! + (second[at]! - first[at]!) * share;
    }
  }
  return { width, height, values };
}

/**
 * Area averaging into the middle of the glyph, aspect kept, as MNIST's makers did.
 *
 * @param box around the character, in pixels of `ink` and parts of them
 * @param scale glyph pixels for each pixel of `ink`
 * @param move from the middle, in glyph pixels
 */
function placeInGlyph(ink: Grid, box: Box, scale: number, move = { x: 0, y: 0 }): Grid {
  // The box begins on a whole pixel, so that a drawing of the box's own size stays as it is.
  const start = (from: number, to: number) => Math.floor((GLYPH_SIDE - (to - from) * scale) / 2);
  const left = box.left - (start(box.left, box.right) + move.x) / scale;
  const top = box.top - (start(box.top, box.bottom) + move.y) / scale;
  return resampleByArea(ink, GLYPH_SIDE, GLYPH_SIDE, {
    left,
    top,
    right: left + GLYPH_SIDE / scale,
    bottom: top + GLYPH_SIDE / scale,
  });
}
