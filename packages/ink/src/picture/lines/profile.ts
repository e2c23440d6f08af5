import type { Component } from '../components.js';
import type { Pieces } from './pieces.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min, round } = Math;

/** The profile is smoothed over this part of a character's height. */
const SMOOTH = 0.12;

/** Between two rows there is less ink than this part of what the lighter one has. */
const VALLEY = 0.4;

/** Two rows are at least so many characters' heights apart. */
const NEAREST = 0.75;

/** How much ink of some pieces lies in each row of pixels. */
export function profileOf({ found, size }: Pieces, pieces: readonly Component[]): Float64Array {
  const counts = new Uint8Array(found.components.length + 1);
  for (const { label } of pieces) counts[label] = 1;
  const { runs, labelOf } = found;
  const profile = new Float64Array(runs.height);
  for (let row = 0; row < runs.height; row++) {
    for (let run = runs.firstOf[row]!; run < runs.firstOf[row + 1]!; run++) {
      if (counts[labelOf[run]!] === 1) {
        profile[row]! += runs.ends[2 * run + 1]! - runs.ends[2 * run]!;
      }
    }
  }
  return smoothed(smoothed(profile, round(SMOOTH * size)), round(SMOOTH * size));
}

const smoothed = (values: Float64Array, reach: number): Float64Array =>
  values.map((_, at) => {
    let sum = 0;
    for (let near = max(0, at - reach); near <= min(values.length - 1, at + reach); near++) {
      sum += values[near]!;
    }
    return sum / (2 * reach + 1);
  });

/** The rows of pixels that part a profile's rows of writing. */
export function valleysIn(profile: Float64Array, size: number): number[] {
  const peaks = peaksOf(profile);
  const gaps = peaks.slice(1).map((peak, at) => lowestBetween(profile, peaks[at]!, peak));
  for (;;) {
    let worst = -1;
    let depth = 0;
    for (let at = 0; at < gaps.length; at++) {
      const [upper, lower] = [peaks[at]!, peaks[at + 1]!];
      const lesser = min(profile[upper]!, profile[lower]!);
      const share = profile[gaps[at]!]! / lesser;
      const near = lower - upper < NEAREST * size ? 1 : 0;
      if (near + share <= VALLEY || near + share <= depth) continue;
      depth = near + share;
      worst = at;
    }
    if (worst < 0) return gaps;
    // The greater of the two peaks stands for both.
    const [upper, lower] = [peaks[worst]!, peaks[worst + 1]!];
    peaks.splice(profile[upper]! < profile[lower]! ? worst : worst + 1, 1);
    gaps.splice(0, gaps.length);
    peaks.slice(1).forEach((peak, at) => gaps.push(lowestBetween(profile, peaks[at]!, peak)));
  }
}

function peaksOf(profile: Float64Array): number[] {
  const peaks: number[] = [];
  for (let at = 0; at < profile.length; at++) {
    const here = profile[at]!;
    if (here > (profile[at - 1] ?? 0) && here >= (profile[at + 1] ?? 0)) peaks.push(at);
  }
  return peaks;
}

/** The middle of the lowest places between two peaks. */
function lowestBetween(profile: Float64Array, from: number, to: number): number {
  let [first, last] = [from, from];
  for (let at = from + 1; at < to; at++) {
    if (profile[at]! < profile[first]!) first = last = at;
    else if (profile[at]! === profile[first]!) last = at;
  }
  return round((first + last) / 2);
}
