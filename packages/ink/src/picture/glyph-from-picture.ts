import { stepFromGrid } from '../step.js';
import { PEN_WIDTH } from '../strokes/glyph-from-strokes.js';
import type { GreyPicture, Normalised, NormaliseOptions, Step, StepName } from '../types.js';
import { checkPicture } from './check-picture.js';
import { fitIntoBox, type PenRange } from './fit.js';
import { bySomeReduction, findCharacter, type Reduction } from './find-character.js';
import { cropGrid, type Grid } from './grid.js';
import type { Overview } from './overview.js';
import { withoutTexture } from './texture.js';
import { inWorkspace } from './workspace.js';

/**
 * Widths of lines that pictures keep, in glyph pixels: 90 % of MNIST's train set lie within, measured
 * as pictures are, and its median is the typical one.
 */
export const PICTURE_PEN_RANGE: PenRange = { narrowest: 1.5, widest: 3.7, typical: PEN_WIDTH };

/** How far two glyphs may lie apart, pixel by pixel (0..1). */
export interface Tolerance {
  readonly mean: number;
  readonly max: number;
}

/** Exchanging light and dark in an evenly lit picture changes the glyph by no more than this. */
export const INVERT_TOLERANCE: Tolerance = { mean: 0.005, max: 0.15 };

/** Moving the character within the frame by whole pixels doesn't change the glyph. */
export const MOVE_TOLERANCE: Tolerance = { mean: 0, max: 0 };

/**
 * Enlarging by a whole factor changes most glyphs not at all. Where the centre of mass lies just
 * between two pixels, or lines are just as wide as is left alone, it may tip over: then the glyph moves
 * by a pixel at most, and single pixels at its edges may change wholly.
 */
export const SCALE_TOLERANCE: Tolerance = { mean: 0.09, max: 1 };

export interface PictureOptions extends NormaliseOptions {
  /**
   * Widths of lines that stay; narrower and wider ones are widened and narrowed (dilation, erosion).
   * `false` leaves all lines as they are. @defaultValue PICTURE_PEN_RANGE
   */
  readonly penRange?: PenRange | false;
}

/**
 * A picture of one character to a glyph, whatever its size, polarity, light and pen: grey -> ink apart
 * from paper -> specks and lines of the paper removed -> crop -> pen width -> 20x20 box -> centre of
 * mass in the middle of 28x28 (the recipe of LeCun, Cortes, Burges: "The MNIST database of handwritten
 * digits"). A glyph given as a picture comes back almost unchanged.
 *
 * @param picture luma; transparent pictures flattened to white or black before
 * @throws InkError `bad_picture`, `nothing_drawn` or `only_a_dot`
 */
export function glyphFromPicture(picture: GreyPicture, options: PictureOptions = {}): Normalised {
  return bySomeReduction((reduction) => glyphFromGrey(picture, options, reduction));
}

/** @param overview of the picture's means, where that was made already */
export function glyphFromGrey(
  picture: GreyPicture,
  options: PictureOptions,
  reduction: Reduction,
  overview?: Overview,
): Normalised {
  checkPicture(picture);
  return inWorkspace(() => read(picture, options, reduction, overview));
}

function read(
  picture: GreyPicture,
  { explain = false, penRange = PICTURE_PEN_RANGE }: PictureOptions,
  reduction: Reduction,
  overview: Overview | undefined,
): Normalised {
  const { grey, ink, character, bounds, roughPen } = findCharacter(picture, reduction, overview);
  const cropped = withoutTexture(cropGrid(character, bounds));
  const { penned, boxed, glyph } = fitIntoBox(
    cropped,
    roughPen,
    penRange === false ? undefined : penRange,
  );
  if (!explain) return { glyph };

  const steps: Step[] = [
    step('grey', grey),
    step('ink', ink),
    step('cleaned', character),
    step('cropped', cropped),
    step('pen-width', penned),
    step('boxed', boxed),
    step('centred', { ...boxed, values: glyph }),
  ];
  return { glyph, steps };
}

const step = (name: StepName, { width, height, values }: Grid): Step =>
  stepFromGrid(name, values, width, height);
