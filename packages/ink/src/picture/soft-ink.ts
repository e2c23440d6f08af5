import { InkError } from '../errors.js';
import { findComponents, largestOf } from './components.js';
import { longerSide, type Grid } from './grid.js';
import { histogram, otsuThreshold, percentile } from './otsu.js';
import { floats } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, max, min, sqrt } = Math;

/** Half of the full tone: where a pixel is more ink than paper. */
export const HALF = 0.5;

export interface SoftInk {
  /** 1 is the full tone of the pen, 0 the paper, between lie the soft edges; below 0 it is lighter than paper. */
  readonly ink: Grid;
  /** Ink up to this level may be noise of the paper, 0.05 to 0.45. */
  readonly noise: number;
}

/** Ink as it comes from the contrast to the paper. */
export interface SeparatedInk extends SoftInk {
  /** The contrast that is the full tone of the pen, 0.06 to 1. */
  readonly full: number;
}

/** Part of the brightness range that ink must differ from paper by to be seen as ink. */
const FAINTEST = 0.06;

/** Up to this many standard deviations of the paper's noise a pixel is paper. */
const NOISE_REACH = 3.5;

/** The full tone of ink is at least this many standard deviations away from the paper. */
const ABOVE_NOISE = 5;

/** ... unless one piece holds this part of the ink ... */
const WHOLE_SHARE = 0.6;

/** ... and is this part of the picture's shorter side long. */
const LONG_SHARE = 0.4;

/** Share of the ink's pixels that lie under what counts as its full tone. */
const FULL_TONE = 0.7;

/**
 * Contrast to the paper turned into ink of at most 1. Otsu's threshold finds the pixels that are ink, an
 * upper percentile of these is the full tone, so that neither edges nor faint lines of the paper pull
 * it down.
 *
 * @param isDrawn whether ink that hardly stands out from the paper's noise is more than its grains
 * @throws InkError `nothing_drawn` when nothing stands out from the paper
 */
export function softInk(
  contrast: Grid,
  isDrawn: (ink: Grid) => boolean = hangsTogether,
): SeparatedInk {
  const sigma = noiseOfPaper(contrast.values);
  // With all the paper in it, a thin line on a large sheet is too little for Otsu to see.
  const counts = above(histogram(contrast.values), NOISE_REACH * sigma);
  const full = percentile(above(counts, otsuThreshold(counts)), FULL_TONE);
  if (!(full >= FAINTEST)) throw new InkError('nothing_drawn');
  const { width, height, values } = contrast;
  const ink = { width, height, values: floats(values.length) };
  for (let at = 0; at < values.length; at++) ink.values[at] = min(1, values[at]! / full);
  if (full < ABOVE_NOISE * sigma && !isDrawn(ink)) throw new InkError('nothing_drawn');
  return { ink, noise: min(0.45, max(0.05, (3 * sigma) / full)), full };
}

/** Grains of noise lie apart; a pen on printed paper leaves most of its ink in one piece. */
function hangsTogether(ink: Grid): boolean {
  const { components } = findComponents(ink, HALF);
  const largest = largestOf(components);
  const area = components.reduce((sum, component) => sum + component.area, 0);
  return (
    largest !== undefined &&
    largest.area >= WHOLE_SHARE * area &&
    longerSide(largest.box) >= LONG_SHARE * min(ink.width, ink.height)
  );
}

function above(counts: Uint32Array, level: number): Uint32Array {
  const left = counts.slice();
  return left.fill(0, 0, floor(max(0, level) * 255) + 1);
}

/** Ink lies on one side of the paper's tone only, so the other side shows the noise alone. */
function noiseOfPaper(values: Float32Array): number {
  let squares = 0;
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value > 0) continue;
    squares += value * value;
    count++;
  }
  return count > 0 ? sqrt(squares / count) : 0;
}
