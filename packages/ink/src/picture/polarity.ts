import type { Grid } from './grid.js';
import { localMeans } from './local-means.js';
import { dilation } from './local-extremes.js';
import { shrinkTo } from './resample.js';
import { histogram, otsuThreshold, percentile } from './otsu.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max, min, round } = Math;

/** What is known about the paper before the ink is looked for. */
export interface Tones {
  /** Dark ink on light paper, or light ink on a dark board. */
  readonly darkInk: boolean;
  /** The tone of the paper, 0..1: the middle one of its class. */
  readonly paper: number;
  /** The light is uneven: the paper's own tones differ by a good part of what ink and paper differ by. */
  readonly uneven: boolean;
}

/** Tones are found in a picture of at most this side. */
const SEARCH_SIDE = 320;

/** Paper whose middle 80 % of pixels differ by more than this part of the contrast is unevenly lit. */
const EVEN_SPREAD = 0.08;

/** Soft edges reach at most this fraction (1 / n) of the longer side into the paper: a pixel of 28. */
const SOFTEST_EDGE = 28;

/** With less than this part of the picture left as paper far from ink, all of the paper is looked at. */
const LEAST_PAPER = 0.2;

/** More of the border than this in the class of the ink is shaded paper rather than ink ... */
const SHADED_BORDER = 0.1;

/** ... in a picture whose longer side has at least this many pixels. */
const SHADED_SIDE = 64;

/** With less than this part of the border in the class of the paper, the border says nothing. */
const CLEAR_BORDER = 0.6;

/**
 * Which tone is ink. Drawings and scans: Otsu's threshold makes two classes, and the border of the
 * picture lies in the paper's. Photos, whose paper has many tones: ink is the rare tone, so what
 * differs most from its surroundings is ink, and the third moment of these differences tells on which
 * side it lies.
 *
 * @param picture luma 0..1
 */
export function findTones(picture: Grid): Tones {
  const grey = shrinkTo(picture, SEARCH_SIDE);
  const counts = histogram(grey.values);
  const threshold = otsuThreshold(counts);
  const borderShare = shareOfBorderAbove(grey, threshold);
  const clear = max(borderShare, 1 - borderShare) >= CLEAR_BORDER;
  const lightPaper = clear ? borderShare >= 0.5 : shareAbove(grey.values, threshold) >= 0.5;
  const paper = quantileOfClass(counts, threshold, lightPaper, 0.5);
  const ink = quantileOfClass(counts, threshold, !lightPaper, 0.5);
  const spread = spreadOfPaper(grey, threshold, lightPaper);
  const inkOnBorder = lightPaper ? 1 - borderShare : borderShare;
  const shaded = inkOnBorder > SHADED_BORDER && max(grey.width, grey.height) >= SHADED_SIDE;
  const uneven = shaded || spread > EVEN_SPREAD * abs(paper - ink);
  return { darkInk: uneven ? rareIsDark(grey) : lightPaper, paper, uneven };
}

/** How far the tones of the middle 80 % of the paper lie apart, soft edges of the ink left out. */
function spreadOfPaper(grey: Grid, threshold: number, lightPaper: boolean): number {
  const { width, height, values } = grey;
  const isInk = values.map((value) => +(isAbove(value, threshold) !== lightPaper));
  const reach = max(2, round(max(width, height) / SOFTEST_EDGE));
  const nearInk = dilation({ width, height, values: isInk }, 2 * reach + 1);
  const far = values.filter((_, at) => nearInk.values[at] === 0);
  const enough = far.length >= LEAST_PAPER * values.length;
  const paper = histogram(enough ? far : values.filter((_, at) => isInk[at] === 0));
  return percentile(paper, 0.9) - percentile(paper, 0.1);
}

function rareIsDark(grey: Grid): boolean {
  const radius = max(2, round(min(grey.width, grey.height) / 6));
  const means = localMeans(grey, radius);
  let cubes = 0;
  for (let at = 0; at < grey.values.length; at++) {
    const difference = grey.values[at]! - means.values[at]!;
    cubes += difference * difference * difference;
  }
  return cubes <= 0;
}

function shareAbove(values: Float32Array, level: number): number {
  let above = 0;
  for (const value of values) if (isAbove(value, level)) above++;
  return above / values.length;
}

/** The part of the border's pixels that are lighter than a level. */
export function shareOfBorderAbove({ width, height, values }: Grid, level: number): number {
  let above = 0;
  let count = 0;
  const look = (at: number) => {
    count++;
    if (isAbove(values[at]!, level)) above++;
  };
  for (let column = 0; column < width; column++) {
    look(column);
    look((height - 1) * width + column);
  }
  for (let row = 1; row < height - 1; row++) {
    look(row * width);
    look(row * width + width - 1);
  }
  return above / count;
}

/** In whole bins, as the histogram that the level comes from. */
const isAbove = (value: number, level: number): boolean => round(value * 255) > level * 255;

function quantileOfClass(
  counts: Uint32Array,
  threshold: number,
  upper: boolean,
  share: number,
): number {
  const inClass = (bin: number) => bin > threshold * 255 === upper;
  let total = 0;
  counts.forEach((count, bin) => {
    if (inClass(bin)) total += count;
  });
  let seen = 0;
  for (let bin = 0; bin < 256; bin++) {
    if (!inClass(bin)) continue;
    seen += counts[bin]!;
    if (seen > 0 && seen >= share * total) return bin / 255;
  }
  return threshold;
}
