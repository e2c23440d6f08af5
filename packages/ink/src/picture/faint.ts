import { findComponents, largestOf, penWidthOf } from './components.js';
import { maskAbove, type Grid, type Mask } from './grid.js';
import { dilation, maskDilation, opening } from './local-extremes.js';
import { localMeans } from './local-means.js';
import { binOf, percentile } from './otsu.js';
import { HALF, type SoftInk } from './soft-ink.js';
import { doubles, floats, zeroCounts } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max, min, round } = Math;

/** Small pictures show prints of the paper as faint as ink is under glare. */
const SMALLEST_PICTURE = 100;

/** Faint ink is at least this part of the full tone, ... */
const FAINTEST = 0.05;

/** ... and so many times as much as this part of the picture, which is noise of the paper, stays below. */
const ABOVE_NOISE = 3;
const NOISE_SHARE = 0.9;

/** Noise is evened out over this part of a line's width. */
const SMOOTH = 0.2;

/** Faint strokes add at least this part to the ink that is seen anyway ... */
const LEAST_MORE = 0.03;

/** ... and at most so much: otherwise they are the paper's. */
const MOST_MORE = 4;

/** What is as faint elsewhere is at most this part of them ... */
const ELSEWHERE = 0.3;

/** ... without specks, of less than this part of the square of a line's width. */
const SPECK = 0.25;

/**
 * Ink whose strokes fade, under glare or where the hand moved while the picture was taken, brought to
 * the full tone everywhere: what is fainter than half of it but hangs on the rest (hysteresis, Canny: "A
 * computational approach to edge detection", 1986), as long as nothing else in the picture is as faint.
 */
export function withFaintStrokes({ ink, noise }: SoftInk, factor = 1): SoftInk {
  if (factor * min(ink.width, ink.height) < SMALLEST_PICTURE) return { ink, noise };
  const strokes = faintStrokes(ink);
  if (!strokes) return { ink, noise };
  const { values } = strokes;
  for (let at = 0; at < values.length; at++) values[at] = max(values[at]!, ink.values[at]!);
  return { ink: strokes, noise };
}

/** The strokes that faint ones belong to, in the full tone. */
function faintStrokes(ink: Grid): Grid | undefined {
  const seen = findComponents(ink, HALF);
  const main = largestOf(seen.components);
  if (!main) return undefined;
  const pen = penWidthOf(main, seen.labels, ink.width);
  // However blurred, an edge fades over less than the width of its line; faint strokes lead further away.
  const near = maskDilation(maskAbove(ink, HALF), 2 * round(pen) + 1);
  if (!hasFaint(ink, near)) return undefined;
  const lines = linesIn(ink, pen);
  const onPaper = zeroCounts(256);
  for (let at = 0; at < lines.values.length; at++) {
    if (!(ink.values[at]! > HALF)) onPaper[binOf(lines.values[at]!)]!++;
  }
  const low = max(FAINTEST, ABOVE_NOISE * percentile(onPaper, NOISE_SHARE));
  if (low >= HALF) return undefined;
  const { labels, components } = findComponents(lines, low);
  const strong = doubles(components.length + 1);
  let full = 0;
  for (let at = 0; at < labels.length; at++) {
    if (ink.values[at]! <= HALF) continue;
    full++;
    if (labels[at]! > 0) strong[labels[at]!]!++;
  }
  let [attached, elsewhere] = [0, 0];
  for (let at = 0; at < labels.length; at++) {
    const label = labels[at]!;
    if (label === 0 || ink.values[at]! > HALF || near.values[at]! > 0) continue;
    if (strong[label]! > 0) attached++;
    else if (components[label - 1]!.area > SPECK * pen * pen) elsewhere++;
  }
  if (attached < LEAST_MORE * full || attached > MOST_MORE * full) return undefined;
  if (elsewhere > ELSEWHERE * attached) return undefined;
  const peaks = dilation(lines, 2 * max(2, round(pen)) + 1);
  const values = floats(labels.length);
  for (let at = 0; at < values.length; at++) {
    if (strong[labels[at]!]! === 0) continue;
    values[at] = min(1, lines.values[at]! / max(low, peaks.values[at]!));
  }
  return { ...ink, values };
}

/** Somewhere the paper isn't of its tone: darker where ink is faint, lighter under glare. */
function hasFaint({ values }: Grid, near: Mask): boolean {
  let [faint, full] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    if (values[at]! > HALF) full++;
    else if (abs(values[at]!) > FAINTEST && near.values[at] === 0) faint++;
  }
  return faint >= LEAST_MORE * full;
}

/** What is as narrow as a line, without noise and without the slopes of light beside glare. */
function linesIn(ink: Grid, pen: number): Grid {
  const radius = round(SMOOTH * pen);
  const smooth = radius > 0 ? localMeans(ink, radius) : ink;
  const wide = opening(smooth, 2 * round(1.2 * pen) + 1);
  const values = floats(ink.values.length);
  for (let at = 0; at < values.length; at++) values[at] = smooth.values[at]! - wide.values[at]!;
  return { ...ink, values };
}
