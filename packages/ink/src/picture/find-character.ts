import { InkError } from '../errors.js';
import type { GreyPicture } from '../types.js';
import { keepCharacter } from './clean.js';
import { contrastToPaper } from './contrast.js';
import { withoutDither } from './dither.js';
import { withoutEdgeStrip } from './edge-strip.js';
import { withFaintStrokes } from './faint.js';
import { boundsAbove, boundsWithin, longerSide, type Box, type Grid } from './grid.js';
import {
  cropPicture,
  overviewOf,
  overviewOfExtremes,
  shrinkPicture,
  shrinkToExtremes,
  type Extreme,
  type Overview,
} from './overview.js';
import { findTones } from './polarity.js';
import { withoutPrint } from './printed-paper.js';
import { dropPrintedRules } from './printed-rules.js';
import { dropRuledLines } from './ruled-lines.js';
import { onSheet } from './sheet.js';
import { softInk } from './soft-ink.js';
import { isSoftLight } from './soft-light.js';
import { areDrawn } from './thin-lines.js';

/** Longer side, in pixels, that larger pictures are shrunk to before anything else. */
const WORKING_SIDE = 640;

/** A character whose longer side has fewer pixels in the overview is looked at from nearer, ... */
const NEAR_SIDE = 48;

/** ... with so many times its own side around it: dots and strokes apart from it may be too faint from afar. */
const NEAR_MARGIN = 1;

/** A character in a picture or in a part of it. */
export interface Found {
  /** What was looked at: luma 0..1. */
  readonly grey: Grid;
  /** All that differs from the paper. */
  readonly ink: Grid;
  /** The character alone. */
  readonly character: Grid;
  readonly bounds: Box;
  /** About how wide its lines are, in pixels. */
  readonly roughPen: number;
}

/** How a picture is reduced to what a character is looked for in. */
export interface Reduction {
  /** Until no side is longer than so many pixels. */
  readonly shrink: (picture: GreyPicture, longest: number) => GreyPicture;
  readonly overview: (picture: GreyPicture) => Overview;
  /** Whether the ink is dark, where only dark or only light ink is left. */
  readonly darkInk?: boolean;
}

const TO_MEANS: Reduction = {
  shrink: (picture, longest) => withoutDither(shrinkPicture(picture, longest)),
  overview: overviewOf,
};

const toExtremes = (extreme: Extreme): Reduction => ({
  shrink: (picture, longest) => shrinkToExtremes(picture, longest, extreme),
  overview: (picture) => overviewOfExtremes(picture, extreme),
  darkInk: extreme === 'darkest',
});

/**
 * Ways to look at a picture, one after the other until something is seen: in means of large squares a line is as
 * faint as it is thin, in their extremes it is not.
 */
const REDUCTIONS: readonly Reduction[] = [TO_MEANS, toExtremes('darkest'), toExtremes('lightest')];

/** What is read by the first way to look at a picture that shows something. @throws InkError `nothing_drawn` */
export function bySomeReduction<T>(read: (reduction: Reduction) => T): T {
  let why: InkError | undefined;
  for (const reduction of REDUCTIONS) {
    try {
      return read(reduction);
    } catch (error) {
      if (!(error instanceof InkError) || error.code !== 'nothing_drawn') throw error;
      why ??= error;
    }
  }
  throw why!;
}

/**
 * The character in a picture, on an overview of at most 160 pixels; where it is small in that, once more from
 * nearer, in the picture's own pixels.
 *
 * @param known the overview of the means of what was sent, where that was made already
 * @throws InkError `nothing_drawn`
 */
export function findCharacter(sent: GreyPicture, reduction: Reduction, known?: Overview): Found {
  const sheet = onSheet(withoutEdgeStrip(reduction.shrink(sent, WORKING_SIDE)));
  const picture = reduction === TO_MEANS ? withoutPrint(sheet) : sheet;
  const isKnown = reduction === TO_MEANS && picture === sent;
  const { factor, tones } = (isKnown && known) || reduction.overview(picture);
  const { darkInk, noise, found } = characterIn(tones, factor, reduction.darkInk);
  if (reduction !== TO_MEANS && !areDrawn({ ...found, noise })) throw new InkError('nothing_drawn');
  if (factor === 1 || longerSide(found.bounds) >= NEAR_SIDE) return found;
  const near = reduction.overview(cropPicture(picture, around(found.bounds, factor, picture)));
  return near.factor < factor ? characterIn(near.tones, near.factor, darkInk).found : found;
}

/** A box of an overview and what is around it, in pixels of the picture. */
function around(
  box: Box,
  factor: number,
  picture: { readonly width: number; readonly height: number },
): Box {
  const margin = Math.ceil(NEAR_MARGIN * longerSide(box));
  return boundsWithin(picture, {
    left: (box.left - margin) * factor,
    top: (box.top - margin) * factor,
    right: (box.right + margin) * factor,
    bottom: (box.bottom + margin) * factor,
  });
}

/**
 * @param factor pixels of the picture, along each side, for one of what is looked at
 * @param knownDark whether the ink is dark, where that is known
 */
function characterIn(
  grey: Grid,
  factor: number,
  knownDark?: boolean,
): { readonly found: Found; readonly noise: number; readonly darkInk: boolean } {
  const tones = findTones(grey, knownDark);
  const separated = softInk(contrastToPaper(grey, tones));
  const { character, roughPen } = keepCharacter(
    dropPrintedRules(withFaintStrokes(dropRuledLines(separated), factor)),
  );
  const bounds = boundsAbove(character, separated.noise);
  if (!bounds || isSoftLight(separated.ink, character, bounds, roughPen)) {
    throw new InkError('nothing_drawn');
  }
  return {
    found: { grey, ink: separated.ink, character, bounds, roughPen },
    noise: separated.noise,
    darkInk: tones.darkInk,
  };
}
