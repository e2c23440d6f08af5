import { findComponents } from './components.js';
import { type Grid } from './grid.js';
import { dilation } from './local-extremes.js';
import { HALF, type SoftInk } from './soft-ink.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min, round } = Math;

/** Small pictures show prints of the paper as faint as ink is under glare. */
const SMALLEST_PICTURE = 100;

/** Faint ink is at least this part of the full tone, and this many times the noise. */
const FAINTEST = 0.2;
const ABOVE_NOISE = 1.3;

/** Faint strokes add at least this part to the ink that is seen anyway ... */
const LEAST_MORE = 0.04;

/** ... and at most so much: otherwise they are the paper's. */
const MOST_MORE = 1;

/** What is as faint elsewhere is at most this part of them. */
const ELSEWHERE = 0.3;

/**
 * Ink whose strokes fade, under glare or where the hand moved while the picture was taken, brought to
 * the full tone everywhere: what is fainter than half of it but hangs on the rest (hysteresis, Canny: "A
 * computational approach to edge detection", 1986), as long as nothing else in the picture is as faint.
 */
export function withFaintStrokes({ ink, noise }: SoftInk): SoftInk {
  const low = max(FAINTEST, ABOVE_NOISE * noise);
  if (low >= HALF || min(ink.width, ink.height) < SMALLEST_PICTURE) return { ink, noise };
  if (!hasFaint(ink, low)) return { ink, noise };
  const { labels, components } = findComponents(ink, low);
  const strong = new Float64Array(components.length + 1);
  ink.values.forEach((value, at) => {
    if (value > HALF) strong[labels[at]!]!++;
  });
  const largest = components.reduce((a, b) => (strong[b.label]! > strong[a.label]! ? b : a));
  const reach = max(1, round(largest.penWidth / 2));
  const near = dilation(strongIn(ink), 2 * reach + 1);
  // Soft edges lie right beside full ink; faint strokes lead away from it.
  let [attached, elsewhere] = [0, 0];
  ink.values.forEach((value, at) => {
    const label = labels[at]!;
    if (label === 0 || value > HALF || near.values[at]! > 0) return;
    if (strong[label]! > 0) attached++;
    else if (components[label - 1]!.area > reach * reach) elsewhere++;
  });
  const full = strong.reduce((sum, count) => sum + count, 0);
  if (attached < LEAST_MORE * full || attached > MOST_MORE * full) return { ink, noise };
  if (elsewhere > ELSEWHERE * attached) return { ink, noise };
  const peaks = dilation(ink, 2 * max(2, round(largest.penWidth)) + 1);
  const values = ink.values.map((value, at) =>
    strong[labels[at]!]! > 0 ? min(1, value / max(low, peaks.values[at]!)) : value,
  );
  return { ink: { ...ink, values }, noise };
}

function hasFaint({ values }: Grid, low: number): boolean {
  let [faint, full] = [0, 0];
  for (const value of values) {
    if (value > HALF) full++;
    else if (value > low) faint++;
  }
  return full > 0 && faint >= LEAST_MORE * full;
}

const strongIn = (ink: Grid): Grid => ({
  ...ink,
  values: ink.values.map((value) => +(value > HALF)),
});
