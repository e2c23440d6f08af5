import { InkError } from '../errors.js';
import type { GreyPicture } from '../types.js';
import { keepCharacter } from './clean.js';
import { contrastToPaper } from './contrast.js';
import { withoutDither } from './dither.js';
import { withoutEdgeStrip } from './edge-strip.js';
import { withFaintStrokes } from './faint.js';
import { boundsAbove, boundsWithin, longerSide, type Box, type Grid } from './grid.js';
import { cropPicture, overviewOf, shrinkPicture, type Overview } from './overview.js';
import { findTones } from './polarity.js';
import { dropPrintedRules } from './printed-rules.js';
import { dropRuledLines } from './ruled-lines.js';
import { onSheet } from './sheet.js';
import { softInk } from './soft-ink.js';

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

/**
 * The character in a picture, on an overview of at most 160 pixels; where it is small in that, once more from
 * nearer, in the picture's own pixels.
 *
 * @param known the overview of what was sent, where that was made already
 * @throws InkError `nothing_drawn`
 */
export function findCharacter(sent: GreyPicture, known?: Overview): Found {
  const picture = onSheet(withoutEdgeStrip(withoutDither(shrinkPicture(sent, WORKING_SIDE))));
  const { factor, means } = (picture === sent && known) || overviewOf(picture);
  const { darkInk, found } = characterIn(means, factor);
  if (factor === 1 || longerSide(found.bounds) >= NEAR_SIDE) return found;
  const near = overviewOf(cropPicture(picture, around(found.bounds, factor, picture)));
  return near.factor < factor ? characterIn(near.means, near.factor, darkInk).found : found;
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
): { readonly found: Found; readonly darkInk: boolean } {
  const tones = findTones(grey, knownDark);
  const separated = softInk(contrastToPaper(grey, tones));
  const { character, roughPen } = keepCharacter(
    dropPrintedRules(withFaintStrokes(dropRuledLines(separated), factor)),
  );
  const bounds = boundsAbove(character, separated.noise);
  if (!bounds) throw new InkError('nothing_drawn');
  return {
    found: { grey, ink: separated.ink, character, bounds, roughPen },
    darkInk: tones.darkInk,
  };
}
