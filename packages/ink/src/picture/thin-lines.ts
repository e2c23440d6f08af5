import { findComponents } from './components.js';
import { longerSide, touchesBorder, type Box, type Grid } from './grid.js';
import { HALF } from './soft-ink.js';

/** A drawing has a piece that is so many pixels long, unlike dust, ... */
const LEAST_LENGTH = 6;

/** ... is at least this part of all that is more than a grain, unlike the prints of paper, ... */
const LEAST_SHARE = 0.75;
const LARGEST_GRAIN = 3;

/** ... and stands out from noise that reaches up to this part of its full tone. */
const MOST_NOISE = 0.3;

/** What was found in a picture that only thin lines are left of, all in its pixels. */
interface Lines {
  readonly ink: Grid;
  readonly character: Grid;
  readonly bounds: Box;
  /** Ink up to this level may be noise of the paper. */
  readonly noise: number;
}

/**
 * Whether that was drawn. The extreme tones of large squares show thin lines as well as dust, grains of the paper, its
 * folds, faint rules and slopes of light; a drawing lies free, in few pieces.
 */
export function areDrawn({ ink, character, bounds, noise }: Lines): boolean {
  if (noise > MOST_NOISE || touchesBorder(bounds, ink)) return false;
  const { labels, components } = findComponents(ink, HALF);
  const isOwn = new Uint8Array(components.length + 1);
  for (let at = 0; at < labels.length; at++) {
    if (character.values[at]! > HALF) isOwn[labels[at]!] = 1;
  }
  let [all, own, longest] = [0, 0, 0];
  for (const { label, area, box } of components) {
    if (area <= LARGEST_GRAIN) continue;
    all += area;
    if (isOwn[label] === 0) continue;
    own += area;
    longest = Math.max(longest, longerSide(box));
  }
  return longest >= LEAST_LENGTH && own >= LEAST_SHARE * all;
}
