// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, floor, max, min, round } = Math;

/** Slopes are tried this far apart, by how much lines fall for each column. */
const STEP = 0.01;

/** The bins of a profile, in parts (1 / n) of a character's height. */
const BINS = 12;

/** A shorter line, in characters' heights, tells nothing about its slope. */
const SHORTEST = 2;

/** Levelled, the profile must be this much sharper ... */
const CLEARLY = 1.05;

/** ... and a lesser slope is how people write. */
const LEAST = 0.02;

export interface SlopeLimits {
  /** The steepest that is tried. */
  readonly steepest: number;
  /** Bins are at least so high. */
  readonly leastBin: number;
}

/** Places of some ink, spread over it, and how much of it each stands for. */
export interface InkPlaces {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly weight: readonly number[];
}

/**
 * How many units the writing falls for each unit to the right: that by which its profile, ink by rows, is the sharpest
 * (Postl: "Detection of linear oblique structures and skew scan in digitized documents", 1986). 0 where that isn't clear.
 *
 * @param places with y in 0..height
 * @param size about how high a character is
 */
export function sharpestSlope(
  places: InkPlaces,
  size: number,
  { width, height }: { readonly width: number; readonly height: number },
  { steepest, leastBin }: SlopeLimits,
): number {
  const [left, right] = extentOf(places.x);
  if (places.x.length === 0 || right - left < SHORTEST * size) return 0;
  const bin = max(leastBin, size / BINS);
  const margin = ceil((steepest * width) / bin) + 2;
  const profile = new Float64Array(ceil(height / bin) + 2 * margin);
  // Gone through once for each slope.
  const y = Float64Array.from(places.y);
  const weight = Float64Array.from(places.weight);
  const fromMiddle = Float64Array.from(places.x, (x) => x - width / 2);
  const sharpness = (slope: number): number => {
    profile.fill(0);
    for (let at = 0; at < fromMiddle.length; at++) {
      const row = (y[at]! - slope * fromMiddle[at]!) / bin + margin;
      // Shared between two bins, so that rounding sharpens nothing.
      const low = floor(row);
      const share = row - low;
      profile[low]! += (1 - share) * weight[at]!;
      profile[low + 1]! += share * weight[at]!;
    }
    let sum = 0;
    for (let at = 0; at < profile.length; at++) sum += profile[at]! * profile[at]!;
    return sum;
  };
  const steps = 2 * round(steepest / STEP);
  const step = (2 * steepest) / steps;
  const values = Array.from({ length: steps + 1 }, (_, at) => sharpness(at * step - steepest));
  const best = values.indexOf(max(...values));
  if (values[best]! < CLEARLY * values[steps / 2]!) return 0;
  const slope = best * step - steepest + step * peakOf(values, best);
  return abs(slope) < LEAST ? 0 : slope;
}

/** How far the top of the parabola through three values is from the middle one, in steps. */
function peakOf(values: readonly number[], at: number): number {
  const [before, here, after] = [values[at - 1], values[at]!, values[at + 1]];
  if (before === undefined || after === undefined) return 0;
  const bend = before - 2 * here + after;
  return bend < 0 ? min(0.5, max(-0.5, (before - after) / (2 * bend))) : 0;
}

function extentOf(values: readonly number[]): [number, number] {
  return [
    values.reduce((a, b) => min(a, b), Infinity),
    values.reduce((a, b) => max(a, b), -Infinity),
  ];
}
