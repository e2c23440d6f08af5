import { findComponents } from '../components.js';
import { contrastToPaper } from '../contrast.js';
import { withFaintStrokes } from '../faint.js';
import type { Grid } from '../grid.js';
import { findTones } from '../polarity.js';
import { dropRuledLines } from '../ruled-lines.js';
import { HALF, softInk, type SoftInk } from '../soft-ink.js';
import { withoutLongRules } from './long-rules.js';

/** Grains of noise have fewer pixels ... */
const LARGEST_GRAIN = 12;

/** ... and hold more than what is left by this part of the ink. */
const WRITTEN_SHARE = 0.6;

export interface LineInk extends SoftInk {
  readonly darkInk: boolean;
  /** All that differs from the paper. */
  readonly separated: Grid;
}

/**
 * The ink of lines of writing, without the rules of paper and forms.
 *
 * @param grey luma 0..1
 * @param knownDark whether the ink is dark, where that is known
 * @throws InkError `nothing_drawn`
 */
export function lineInk(grey: Grid, knownDark?: boolean): LineInk {
  const tones = findTones(grey, knownDark);
  const separated = softInk(contrastToPaper(grey, tones), isWritten);
  const cleaned = withoutLongRules(withFaintStrokes(dropRuledLines(separated)));
  return { ...cleaned, separated: separated.ink, darkInk: tones.darkInk };
}

function isWritten(ink: Grid): boolean {
  let [all, written] = [0, 0];
  for (const { area } of findComponents(ink, HALF).components) {
    all += area;
    if (area >= LARGEST_GRAIN) written += area;
  }
  return written >= WRITTEN_SHARE * all;
}
