import { findComponents, largestOf } from './components.js';
import type { Grid, Mask } from './grid.js';
import { fitPlane, rangeOf, type Plane } from './plane.js';
import { localMeans } from './local-means.js';
import { maskDilation } from './local-extremes.js';
import { binOf, histogram, otsuThreshold, percentile } from './otsu.js';
import { HALF } from './soft-ink.js';
import { bytes, floats, zeroCounts } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, floor, max, min, round } = Math;

/** What is known about the paper before the ink is looked for. */
export interface Tones {
  /** Dark ink on light paper, or light ink on a dark board. */
  readonly darkInk: boolean;
  /** The tone of the paper, 0..1: the commonest of its class. */
  readonly paper: number;
  /** The light is uneven: the paper's own tones differ by a good part of what ink and paper differ by. */
  readonly uneven: boolean;
  /** How it falls off, where the picture is too small to tell a shadow from a stroke. */
  readonly light?: Plane;
}

/** Smaller pictures, by their shorter side, show no shadow beside a character, only a slope of light. */
const SMALL = 64;

/** Paper whose middle 80 % of pixels differ by more than this part of the contrast is unevenly lit. */
const EVEN_SPREAD = 0.08;

/** Soft edges reach at most this fraction (1 / n) of the longer side into the paper: a pixel of 28. */
const SOFTEST_EDGE = 28;

/** With less than this part of the picture left as paper far from ink, soft edges would be its spread. */
const LEAST_PAPER = 0.2;

/** More of the border than this in the class of the ink is shaded paper rather than ink, ... */
const SHADED_BORDER = 0.1;

/** ... in a picture whose longer side has at least this many pixels, ... */
const SHADED_SIDE = 64;

/** ... unless it is cut out tightly: all but a tenth of the ink is one piece, which spans the picture, ... */
const WHOLE_SHARE = 0.9;

/** ... leaves this part of it free, unlike a sheet, has this part of its pixels farther inside ... */
const FREE_SHARE = 0.2;
const INNER_SHARE = 0.2;

/** ... than this part of the picture's shorter side, where round corners of a sheet end, ... */
const RIM = 0.08;

/** ... and has one tone. Less of it away from its edges than this part of the picture tells nothing. */
const LEAST_INK = 0.02;

/** With less than this part of the border in the class of the paper, the border says nothing. */
const CLEAR_BORDER = 0.6;

/**
 * Which tone is ink. Drawings and scans: Otsu's threshold makes two classes, and the border of the
 * picture lies in the paper's. Photos, whose paper has many tones: ink is the rare tone, so what
 * differs most from its surroundings is ink, and the third moment of these differences tells on which
 * side it lies.
 *
 * @param grey luma 0..1
 * @param knownDark whether the ink is dark, where that is known
 */
export function findTones(grey: Grid, knownDark?: boolean): Tones {
  const counts = histogram(grey.values);
  const threshold = otsuThreshold(counts);
  const borderShare = shareOfBorderAbove(grey, threshold);
  const clear = max(borderShare, 1 - borderShare) >= CLEAR_BORDER;
  const lightPaper = clear ? borderShare >= 0.5 : shareAbove(grey.values, threshold) >= 0.5;
  const paper = commonTone(counts, threshold, lightPaper);
  const ink = quantileOfClass(counts, threshold, !lightPaper, 0.5);
  const contrast = abs(paper - ink);
  const inkMask = inkIn(grey, threshold, lightPaper);
  if (min(grey.width, grey.height) < SMALL) {
    const light = lightOnPaper(grey, inkMask);
    const uneven = light !== undefined && rangeOf(light) > EVEN_SPREAD * contrast;
    const darkInk = knownDark ?? lightPaper;
    return { darkInk, paper, uneven, ...(uneven ? { light } : {}) };
  }
  const spread = spreadOfPaper(grey, inkMask);
  const inkOnBorder = lightPaper ? 1 - borderShare : borderShare;
  const shaded =
    inkOnBorder > SHADED_BORDER &&
    max(grey.width, grey.height) >= SHADED_SIDE &&
    !(spansPicture(inkMask) && spreadOfInk(grey, inkMask) <= EVEN_SPREAD * contrast);
  const uneven = shaded || spread > EVEN_SPREAD * contrast;
  const darkInk = knownDark ?? (uneven ? rareIsDark(grey) : lightPaper);
  return { darkInk, paper, uneven };
}

/**
 * How far the tones of the middle 80 % of the paper lie apart, soft edges of the ink left out. Where
 * there is little but edges, as when a character fills its picture: those of the plane through it.
 */
function spreadOfPaper(grey: Grid, inkMask: Mask): number {
  const spread = spreadFarFrom(grey, inkMask, LEAST_PAPER);
  if (spread !== undefined) return spread;
  const light = lightOnPaper(grey, inkMask);
  return light ? rangeOf(light) : 0;
}

/** Whether nearly all of a mask is one piece from side to side and from top to bottom, and more than a rim. */
function spansPicture({ width, height, values }: Mask): boolean {
  const ink = { width, height, values: floats(values.length) };
  ink.values.set(values);
  const { labels, components } = findComponents(ink, HALF);
  const area = components.reduce((sum, component) => sum + component.area, 0);
  const whole = largestOf(components);
  if (!whole || whole.area < WHOLE_SHARE * area) return false;
  if (whole.area > (1 - FREE_SHARE) * values.length) return false;
  const { left, top, right, bottom } = whole.box;
  if (right - left < WHOLE_SHARE * width || bottom - top < WHOLE_SHARE * height) return false;
  const rim = round(RIM * min(width, height));
  let inner = 0;
  for (let row = rim; row < height - rim; row++) {
    for (let column = rim; column < width - rim; column++) {
      if (labels[row * width + column] === whole.label) inner++;
    }
  }
  return inner >= INNER_SHARE * whole.area;
}

/** How far those of the ink lie apart; of too little it is unknown, and as wide as can be. */
function spreadOfInk(grey: Grid, { width, height, values }: Mask): number {
  const paper = { width, height, values: values.map((value) => 1 - value) };
  return spreadFarFrom(grey, paper, LEAST_INK) ?? 1;
}

/**
 * How far the tones of the middle 80 % lie apart of what is farther from a mask than soft edges reach.
 *
 * @returns `undefined` where that is less than this part of the picture
 */
function spreadFarFrom(grey: Grid, mask: Mask, least: number): number | undefined {
  const { width, height, values } = grey;
  const reach = max(2, round(max(width, height) / SOFTEST_EDGE));
  const near = maskDilation(mask, 2 * reach + 1);
  const counts = zeroCounts(256);
  let far = 0;
  for (let at = 0; at < values.length; at++) {
    if (near.values[at] !== 0) continue;
    far++;
    counts[binOf(values[at]!)]!++;
  }
  if (far < least * values.length) return undefined;
  return percentile(counts, 0.9) - percentile(counts, 0.1);
}

/** The plane through the paper's tones, without those right beside ink. */
function lightOnPaper(grey: Grid, inkMask: Mask): Plane | undefined {
  const beside = maskDilation(inkMask, 3);
  return fitPlane(
    grey,
    beside.values.map((value) => 1 - value),
  );
}

function inkIn({ width, height, values }: Grid, threshold: number, lightPaper: boolean): Mask {
  const mask = { width, height, values: bytes(values.length) };
  for (let at = 0; at < values.length; at++) {
    if (isAbove(values[at]!, threshold) !== lightPaper) mask.values[at] = 1;
  }
  return mask;
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
  for (let at = 0; at < values.length; at++) if (isAbove(values[at]!, level)) above++;
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
const isAbove = (value: number, level: number): boolean => binOf(value) > level * 255;

/**
 * The middle of the shortest stretch of tones that half of the class lies in (the shorth of Andrews et
 * al.: "Robust Estimates of Location", 1972): grey edges of a small character don't pull it away from
 * the paper, as they do the median.
 */
function commonTone(counts: Uint32Array, threshold: number, upper: boolean): number {
  const [first, last] = upper ? [floor(threshold * 255) + 1, 255] : [0, floor(threshold * 255)];
  let total = 0;
  for (let bin = first; bin <= last; bin++) total += counts[bin]!;
  let best = [first, last];
  let seen = 0;
  let low = first;
  for (let high = first; high <= last; high++) {
    seen += counts[high]!;
    while (seen - counts[low]! >= total / 2) seen -= counts[low++]!;
    if (seen >= total / 2 && high - low < best[1]! - best[0]!) best = [low, high];
  }
  return (best[0]! + best[1]!) / 2 / 255;
}

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
