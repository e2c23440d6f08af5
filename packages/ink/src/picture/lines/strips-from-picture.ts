import { InkError } from '../../errors.js';
import { stepFromGrid } from '../../step.js';
import type { Placement } from '../../strokes/render.js';
import {
  STRIP_HEIGHT,
  type GreyPicture,
  type NormaliseOptions,
  type Step,
  type Strip,
} from '../../types.js';
import { checkPicture } from '../check-picture.js';
import type { Box, Grid } from '../grid.js';
import { tonesOf } from '../overview.js';
import { withoutPrint } from '../printed-paper.js';
import { mapped, type Similarity } from '../similarity.js';
import { inWorkspace } from '../workspace.js';
import { heightOf } from './box.js';
import { boxAround, findRows, type RowOfPieces } from './find-rows.js';
import { fitStrip, type FittedStrip } from './fit-strip.js';
import { areGrains } from './grains.js';
import { lineInk } from './line-ink.js';
import { findPieces, type Pieces } from './pieces.js';
import { inkOfRow, type RowInk } from './row-ink.js';
import { sheared, slopeOf } from './slope.js';
import { sheetAmong } from './whole-sheet.js';
import {
  lookFactor,
  nearFactor,
  partOf,
  shrunkBy,
  workingPicture,
  type Placed,
} from './working-picture.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, hypot, max } = Math;

/** More rows than this are left out. */
export const MOST_ROWS = 20;

/** Lower rows, in pixels of what is looked at, are looked at once more from nearer: a strip would only be blurred. */
const NEAR_HEIGHT = 32;

/** With so much around them, in characters' heights. */
const NEAR_MARGIN = 1.5;

/** One line of writing as the network `lines` sees it, and where it is in the picture. */
export interface Row extends Strip {
  /**
   * A place `(x, y)` of the picture that was sent, in its pixels, is in column `x * scale + offsetX` and row
   * `y * scale + offsetY` of the strip. Of a line that was levelled this holds in its middle; see `slope`.
   */
  readonly placement: Placement;
  /**
   * How many pixels the line falls in the picture for each pixel to the right; 0 where it was not levelled. A place
   * whose column in the strip is `column` lies `slope * (column - width / 2) / scale` lower than `placement` says.
   */
  readonly slope: number;
}

export interface LinesOfPicture {
  /** From the top down, at least one, at most 20. */
  readonly rows: readonly Row[];
  /** Only when asked for with `explain`. */
  readonly steps?: readonly Step[];
}

/**
 * A picture of lines of writing (numbers, words) to strips, whatever its size, polarity, light and pen: grey -> ink
 * apart from paper -> rules, frames, specks and what comes in from the border removed -> levelled -> rows -> each
 * fitted into a strip as `stripFromStrokes` fits drawings. Of more than 20 rows the upper 20 are given.
 *
 * @param picture luma; transparent pictures flattened to white or black before
 * @throws InkError `bad_picture` or `nothing_drawn`
 */
export function stripsFromPicture(
  picture: GreyPicture,
  { explain = false }: NormaliseOptions = {},
): LinesOfPicture {
  checkPicture(picture);
  return inWorkspace(() => read(picture, explain));
}

function read(sent: GreyPicture, explain: boolean): LinesOfPicture {
  const { whole, factor, far } = onSheet(unprinted(workingPicture(sent)));
  const near = factor > 1 && rowHeight(far) < NEAR_HEIGHT ? nearer(whole, factor, far) : far;
  if (areGrains(near.pieces, near.noise)) throw new InkError('nothing_drawn');
  const strips = near.rows
    .map((row) => inkOfRow(near.pieces, near.noise, row))
    .flatMap((row) => {
      const strip = fitStrip(row.ink, near.pieces.pen);
      return strip ? [{ row, strip }] : [];
    })
    .slice(0, MOST_ROWS);
  if (strips.length === 0) throw new InkError('nothing_drawn');
  const rows = strips.map(({ row, strip }) => rowOf(row, strip, near));
  return explain ? { rows, steps: stepsOf(near, rows) } : { rows };
}

const unprinted = ({ picture, toSent }: Placed): Placed => ({
  picture: withoutPrint(picture),
  toSent,
});

/** What was found in a picture, or in a part of it. */
interface Looked {
  readonly toSent: Similarity;
  readonly grey: Grid;
  readonly separated: Grid;
  readonly darkInk: boolean;
  readonly noise: number;
  readonly slope: number;
  readonly pieces: Pieces;
  readonly rows: readonly RowOfPieces[];
}

function look({ picture, toSent }: Placed, knownDark?: boolean): Looked {
  const grey = tonesOf(picture);
  const { ink, noise, separated, full, darkInk } = lineInk(grey, knownDark);
  const level = findPieces(ink, { separated, full });
  const slope = slopeOf(level);
  const levelled = () => ({ separated: sheared(separated, slope), full });
  const pieces = slope === 0 ? level : findPieces(sheared(ink, slope), levelled());
  const rows = findRows(pieces);
  if (rows.length === 0) throw new InkError('nothing_drawn');
  return { toSent, grey, separated, darkInk, noise, slope, pieces, rows };
}

/** A first look at all of a picture; where that shows one sheet on a desk, at what is on the sheet. */
function onSheet(whole: Placed) {
  const factor = lookFactor(whole.picture);
  const far = look(shrunkBy(whole, factor));
  const written = [...new Set(far.rows.flatMap(({ pieces }) => pieces))];
  const sheet = far.slope === 0 ? sheetAmong(written, far.pieces.ink) : undefined;
  if (!sheet) return { whole, factor, far };
  const inside = partOf(whole, enlarged(sheet, factor));
  const nearer = lookFactor(inside.picture);
  return { whole: inside, factor: nearer, far: look(shrunkBy(inside, nearer)) };
}

const enlarged = ({ left, top, right, bottom }: Box, factor: number): Box => ({
  left: left * factor,
  top: top * factor,
  right: right * factor,
  bottom: bottom * factor,
});

/** The height that half of the rows have at most. */
function rowHeight({ rows }: Looked): number {
  const heights = rows.map(({ pieces }) => heightOf(boxAround(pieces))).sort((a, b) => a - b);
  return heights[heights.length >> 1]!;
}

/** The same rows in more pixels. */
function nearer(whole: Placed, factor: number, far: Looked): Looked {
  const box = boxAround(far.rows.flatMap(({ pieces }) => pieces));
  const { ink, size } = far.pieces;
  const margin = NEAR_MARGIN * size;
  const lift = ceil((Math.abs(far.slope) * ink.width) / 2);
  const part: Box = {
    left: Math.floor((box.left - margin) * factor),
    top: Math.floor((box.top - margin - lift) * factor),
    right: ceil((box.right + margin) * factor),
    bottom: ceil((box.bottom + margin + lift) * factor),
  };
  const cropped = partOf(whole, part);
  const less = nearFactor(cropped.picture, factor, rowHeight(far), NEAR_HEIGHT);
  return less < factor ? look(shrunkBy(cropped, less), far.darkInk) : far;
}

function rowOf({ left, top }: RowInk, strip: FittedStrip, { toSent, slope, pieces }: Looked): Row {
  const { values, width } = strip;
  // The middle of the strip, in pixels of what was looked at before it was levelled.
  const x = left + (width / 2 - strip.offsetX) / strip.scale;
  const y = top + (STRIP_HEIGHT / 2 - strip.offsetY) / strip.scale;
  const middle = mapped(toSent, { x, y: y + slope * (x - pieces.ink.width / 2) });
  const scale = strip.scale / hypot(toSent.along.x, toSent.along.y);
  return {
    values,
    width,
    placement: {
      scale,
      offsetX: width / 2 - middle.x * scale,
      offsetY: STRIP_HEIGHT / 2 - middle.y * scale,
    },
    slope: slopeInSent(slope, toSent),
  };
}

function slopeInSent(slope: number, { along }: Similarity): number {
  const turn = along.y / max(1e-9, along.x);
  return (slope + turn) / (1 - slope * turn);
}

function stepsOf({ grey, separated, pieces }: Looked, rows: readonly Row[]): Step[] {
  const { ink } = pieces;
  return [
    stepFromGrid('grey', grey.values, grey.width, grey.height),
    stepFromGrid('ink', separated.values, separated.width, separated.height),
    stepFromGrid('cleaned', ink.values, ink.width, ink.height),
    ...rows.map(({ values, width }) => stepFromGrid('strip', values, width, STRIP_HEIGHT)),
  ];
}
