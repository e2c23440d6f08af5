import { BOX_SIDE, CENTRE, centreOfMass, quantise } from '../centre.js';
import {
  GLYPH_SIDE,
  type Normalised,
  type NormaliseOptions,
  type Step,
  type Stroke,
} from '../types.js';
import { checkedBounds } from './check-strokes.js';
import { renderStrokes, type Placement } from './render.js';
import { stepFromGrid } from '../step.js';
import { withoutStrayTaps } from './stray-taps.js';

/** Width of MNIST's lines after their reduction to 20x20, in glyph pixels (median over the train set). */
export const PEN_WIDTH = 2.4;

export interface StrokeOptions extends NormaliseOptions {
  /** Width of the line in glyph pixels, 0.5 to 6. Training varies it. @defaultValue 2.4 */
  readonly penWidth?: number;
}

/**
 * Strokes as drawn to a glyph, after the recipe of MNIST (LeCun, Cortes, Burges: "The MNIST database
 * of handwritten digits"): the drawing is fitted into a 20x20 box with its aspect kept, and its centre
 * of mass is put in the middle of 28x28 pixels. The lines are drawn straight into the glyph's grid, so
 * the result depends neither on the size of the drawing nor on the width of the pen on the screen.
 *
 * @throws InkError, see its codes
 */
export function glyphFromStrokes(
  drawn: readonly Stroke[],
  options: StrokeOptions = {},
): Normalised {
  const { explain = false, penWidth = PEN_WIDTH } = options;
  const bounds = checkedBounds(drawn);
  const strokes = withoutStrayTaps(drawn);
  const { minX, minY, maxX, maxY } = strokes === drawn ? bounds : checkedBounds(strokes);
  const scale = (BOX_SIDE - penWidth) / Math.max(maxX - minX, maxY - minY);
  const boxed: Placement = {
    scale,
    offsetX: GLYPH_SIDE / 2 - ((minX + maxX) / 2) * scale,
    offsetY: GLYPH_SIDE / 2 - ((minY + maxY) / 2) * scale,
  };
  const inBox = renderStrokes(strokes, boxed, GLYPH_SIDE, penWidth);
  const mass = centreOfMass(inBox);
  const centred: Placement = {
    scale,
    offsetX: boxed.offsetX + CENTRE - mass.x,
    offsetY: boxed.offsetY + CENTRE - mass.y,
  };
  const glyph = quantise(renderStrokes(strokes, centred, GLYPH_SIDE, penWidth));
  if (!explain) return { glyph };

  const steps: Step[] = [
    drawingStep(strokes, minX, minY, maxX, maxY),
    stepFromGrid('boxed', inBox, GLYPH_SIDE, GLYPH_SIDE),
    stepFromGrid('centred', glyph, GLYPH_SIDE, GLYPH_SIDE),
  ];
  return { glyph, steps };
}

/** The drawing as it came, fitted into a picture large enough to look at. */
function drawingStep(
  strokes: readonly Stroke[],
  minX: number,
  minY: number,
  maxX: number,
  maxY: number,
): Step {
  const side = 112;
  const margin = 12;
  const scale = (side - 2 * margin) / Math.max(maxX - minX, maxY - minY);
  const placement = {
    scale,
    offsetX: side / 2 - ((minX + maxX) / 2) * scale,
    offsetY: side / 2 - ((minY + maxY) / 2) * scale,
  };
  return stepFromGrid('drawing', renderStrokes(strokes, placement, side, 4), side, side);
}
