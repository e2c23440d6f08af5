import { STRIP_HEIGHT, type Strip, type Stroke } from '../types.js';
import { levelledLine } from './levelled-strokes.js';
import { renderStrokes, type Placement } from './render.js';

/** Width of the line in pixels of a strip. */
export const STRIP_PEN_WIDTH = 2.2;

/** Empty pixels around the ink. */
export const MARGIN = 2;

/** A line is at least so high for its length: else a dash would become as high as a word. */
export const LEAST_HEIGHT = 1 / 24;

export interface StripOptions {
  /** Width of the line in pixels of the strip, 0.5 to 6. Training varies it. @defaultValue 2.2 */
  readonly penWidth?: number;
}

/** A strip with where it lies in the drawing, as a `Row` lies in its picture. */
export interface StripOfStrokes extends Strip {
  readonly placement: Placement;
  /** How many units the line falls for each unit to the right; 0 where it was not levelled. */
  readonly slope: number;
}

/**
 * A line of characters as drawn to a strip: all of its ink fitted into the height, with its aspect kept, so
 * that neither the size of the drawing nor the width of the pen on the screen matters. A line that climbs or falls is
 * levelled about its middle.
 *
 * @returns with where it lies in the drawing, for the boxes of characters
 * @throws InkError, see its codes
 */
export function stripFromStrokes(
  strokes: readonly Stroke[],
  { penWidth = STRIP_PEN_WIDTH }: StripOptions = {},
): StripOfStrokes {
  const { strokes: level, bounds, slope } = levelledLine(strokes);
  const { minX, minY, maxX, maxY } = bounds;
  const room = STRIP_HEIGHT - 2 * MARGIN - penWidth;
  const scale = room / Math.max(maxY - minY, LEAST_HEIGHT * (maxX - minX));
  const border = MARGIN + penWidth / 2;
  const placement: Placement = {
    scale,
    offsetX: border - minX * scale,
    offsetY: STRIP_HEIGHT / 2 - ((minY + maxY) / 2) * scale,
  };
  const width = Math.ceil((maxX - minX) * scale + 2 * border);
  const values = renderStrokes(level, placement, STRIP_HEIGHT, penWidth, width);
  return { values, width, placement, slope };
}
