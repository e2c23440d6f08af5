import { findComponents } from '../components.js';
import { contrastToPaper } from '../contrast.js';
import { withFaintStrokes } from '../faint.js';
import type { Grid } from '../grid.js';
import { findTones } from '../polarity.js';
import { dropRuledLines } from '../ruled-lines.js';
import { HALF, softInk, type SoftInk } from '../soft-ink.js';
import { inWorkspace } from '../workspace.js';
import { withoutLongRules } from './long-rules.js';
import { withoutPaperRules } from './paper-rules.js';

/** Grains of noise have fewer pixels ... */
const LARGEST_GRAIN = 12;

/** ... and hold more than what is left by this part of the ink. */
const WRITTEN_SHARE = 0.6;

export interface LineInk extends SoftInk {
  readonly darkInk: boolean;
  /** All that differs from the paper. */
  readonly separated: Grid;
  /** The contrast to the paper that is the full tone of it. */
  readonly full: number;
}

/**
 * The ink of lines of writing, without the rules of paper and forms.
 *
 * @param grey luma 0..1
 * @param knownDark whether the ink is dark, where that is known
 * @throws InkError `nothing_drawn`
 */
export function lineInk(grey: Grid, knownDark?: boolean): LineInk {
  const tones = inWorkspace(() => findTones(grey, knownDark));
  const contrast = settled(grey, () => contrastToPaper(grey, tones));
  let [noise, full] = [0, 0];
  const separated = settled(grey, () => {
    const soft = softInk(contrast, isWritten);
    ({ noise, full } = soft);
    return soft.ink;
  });
  const ink = settled(
    grey,
    () =>
      withoutLongRules(
        withFaintStrokes(dropRuledLines(withoutPaperRules({ ink: separated, noise }))),
      ).ink,
  );
  return { ink, noise, separated, full, darkInk: tones.darkInk };
}

/** What is worked out, after all that was needed for it is given back: together it wouldn't fit in the workspace. */
function settled({ width, height }: Grid, work: () => Grid): Grid {
  return { width, height, values: inWorkspace(() => Float32Array.from(work().values)) };
}

function isWritten(ink: Grid): boolean {
  let [all, written] = [0, 0];
  for (const { area } of findComponents(ink, HALF).components) {
    all += area;
    if (area >= LARGEST_GRAIN) written += area;
  }
  return written >= WRITTEN_SHARE * all;
}
