import { floats } from '../workspace.js';
import type { Grid } from '../grid.js';
import type { Pieces } from './pieces.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, floor, max, min, round } = Math;

/** The steepest lines that are levelled, in rows for each column: about 10 degrees. */
const STEEPEST = 0.18;

const STEPS = 36;

/** The bins of a profile, in parts (1 / n) of a character's height. */
const BINS = 12;

/** So many pixels of the ink tell. */
const SAMPLES = 4000;

/** A shorter line, in characters' heights, tells nothing about its slope. */
const SHORTEST = 2;

/** Levelled, the profile must be this much sharper ... */
const CLEARLY = 1.05;

/** ... and a lesser slope is how people write. */
const LEAST = 0.02;

/**
 * How many rows the writing falls for each column: that by which its profile, ink by rows, is the sharpest (Postl:
 * "Detection of linear oblique structures and skew scan in digitized documents", 1986). 0 where that isn't clear.
 */
export function slopeOf(pieces: Pieces): number {
  const { size, ink } = pieces;
  const places = placesIn(pieces);
  const [left, right] = extentOf(places.x);
  if (places.x.length === 0 || right - left < SHORTEST * size) return 0;
  const bin = max(1, size / BINS);
  const margin = ceil((STEEPEST * ink.width) / bin) + 2;
  const profile = new Float64Array(ceil(ink.height / bin) + 2 * margin);
  const sharpness = (slope: number): number => {
    profile.fill(0);
    for (let at = 0; at < places.x.length; at++) {
      const row = (places.y[at]! - slope * (places.x[at]! - ink.width / 2)) / bin + margin;
      // Shared between two bins, so that rounding sharpens nothing.
      const low = floor(row);
      const share = row - low;
      profile[low]! += (1 - share) * places.weight[at]!;
      profile[low + 1]! += share * places.weight[at]!;
    }
    return profile.reduce((sum, value) => sum + value * value, 0);
  };
  const step = (2 * STEEPEST) / STEPS;
  const values = Array.from({ length: STEPS + 1 }, (_, at) => sharpness(at * step - STEEPEST));
  const best = values.indexOf(max(...values));
  if (values[best]! < CLEARLY * values[STEPS / 2]!) return 0;
  const slope = best * step - STEEPEST + step * peakOf(values, best);
  return abs(slope) < LEAST ? 0 : slope;
}

/** How far the top of the parabola through three values is from the middle one, in steps. */
function peakOf(values: readonly number[], at: number): number {
  const [before, here, after] = [values[at - 1], values[at]!, values[at + 1]];
  if (before === undefined || after === undefined) return 0;
  const bend = before - 2 * here + after;
  return bend < 0 ? min(0.5, max(-0.5, (before - after) / (2 * bend))) : 0;
}

/** Places of the ink, spread over it, and how much of it each stands for. */
function placesIn({ found, pieces, pen }: Pieces) {
  const isPiece = new Uint8Array(found.components.length + 1);
  let area = 0;
  for (const piece of pieces) {
    isPiece[piece.label] = 1;
    area += piece.area;
  }
  const { runs, labelOf } = found;
  const stride = max(1, round(area / (SAMPLES * max(1, pen))));
  const [x, y, weight]: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < runs.height; row += stride) {
    for (let run = runs.firstOf[row]!; run < runs.firstOf[row + 1]!; run++) {
      if (isPiece[labelOf[run]!] === 0) continue;
      const [from, to] = [runs.ends[2 * run]!, runs.ends[2 * run + 1]!];
      const parts = max(1, round((to - from) / (2 * pen)));
      for (let part = 0; part < parts; part++) {
        x.push(from + ((part + 0.5) * (to - from)) / parts);
        y.push(row + 0.5);
        weight.push((to - from) / parts);
      }
    }
  }
  return { x, y, weight };
}

function extentOf(values: readonly number[]): [number, number] {
  return [
    values.reduce((a, b) => min(a, b), Infinity),
    values.reduce((a, b) => max(a, b), -Infinity),
  ];
}

/** Moves each column so that a slope becomes level; the column in the middle keeps its place. */
export function sheared({ width, height, values }: Grid, slope: number): Grid {
  const result = floats(values.length);
  for (let column = 0; column < width; column++) {
    const shift = slope * (column + 0.5 - width / 2);
    const whole = floor(shift);
    const share = shift - whole;
    const first = max(0, -whole);
    const last = min(height, height - whole - 1);
    for (let row = first; row < last; row++) {
      const at = (row + whole) * width + column;
      result[row * width + column] = (1 - share) * values[at]! + share * values[at + width]!;
    }
    if (last >= 0 && last < height && last + whole < height && last + whole >= 0) {
      result[last * width + column] = (1 - share) * values[(last + whole) * width + column]!;
    }
  }
  return { width, height, values: result };
}
