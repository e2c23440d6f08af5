import type { Component } from '../components.js';
import type { Pieces } from './pieces.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min, round } = Math;

/** The profile is smoothed over this part of a character's height. */
const SMOOTH = 0.05;

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
  const tops = peaks.map((peak) => profile[peak]!);
  for (;;) {
    let shallowest = -1;
    let most = -1;
    for (let at = 0; at < gaps.length; at++) {
      const share = profile[gaps[at]!]! / min(tops[at]!, tops[at + 1]!);
      if (share <= most) continue;
      if (share <= VALLEY && middleBelow(profile, gaps, at) >= NEAREST * size) continue;
      most = share;
      shallowest = at;
    }
    if (shallowest < 0) return gaps;
    gaps.splice(shallowest, 1);
    tops.splice(shallowest, 2, max(tops[shallowest]!, tops[shallowest + 1]!));
  }
}

/** How far the middle of the ink below a gap is from that of the ink above it. */
function middleBelow(profile: Float64Array, gaps: readonly number[], at: number): number {
  const gap = gaps[at]!;
  const above = middleOf(profile, gaps[at - 1] ?? 0, gap);
  return middleOf(profile, gap, gaps[at + 1] ?? profile.length) - above;
}

function middleOf(profile: Float64Array, from: number, to: number): number {
  let [sum, moment] = [0, 0];
  for (let row = from; row < to; row++) {
    sum += profile[row]!;
    moment += profile[row]! * row;
  }
  return sum > 0 ? moment / sum : (from + to) / 2;
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
