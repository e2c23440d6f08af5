import {
  boundsAbove,
  maskAbove,
  transposed,
  transposedMask,
  type Grid,
  type Mask,
} from './grid.js';
import { eraseRuns, thicknessOfRuns, runsAlong, type Run } from './ink-runs.js';
import { mayHoldLine, straightLines, type Line } from './straight-lines.js';
import { HALF, type SoftInk } from './soft-ink.js';

/** Smaller pictures have no room for paper with lines and a character. */
const SMALLEST_PICTURE = 64;

/** Lines of paper are at most this part of the picture's shorter side thick. */
const THICKEST_SHARE = 0.02;

/** A lone line may be the stroke of a character that was cut out tightly; two or more hardly. */
const FEWEST_LINES = 2;

/**
 * Takes the lines of ruled or graph paper away: straight and thin, from one border of the picture to
 * the other, at most a few degrees off the level, and at least two of them. Where a stroke of the
 * character crosses a line, the line is thicker than elsewhere and stays.
 */
export function dropRuledLines({ ink, noise }: SoftInk): SoftInk {
  if (Math.min(ink.width, ink.height) < SMALLEST_PICTURE) return { ink, noise };
  const box = boundsAbove(ink, HALF);
  if (!box) return { ink, noise };
  const level = mayHoldLine(box.right - box.left, ink.width)
    ? withoutLevelLines(ink, maskAbove(ink, HALF), () => ink)
    : ink;
  if (!mayHoldLine(box.bottom - box.top, ink.height)) return { ink: level, noise };
  const upright = withoutLevelLines(level, transposedMask(maskAbove(level, HALF)), transposed);
  return { ink: upright === level ? level : transposed(upright), noise };
}

/**
 * @param mask where the ink, seen from the side that makes its lines level, is more than half of the full tone
 * @param seen turns the ink to that side: not before there are lines
 * @returns the ink itself where there are none, otherwise from that side
 */
function withoutLevelLines(ink: Grid, mask: Mask, seen: (ink: Grid) => Grid): Grid {
  const candidates = straightLines(mask);
  if (candidates.length < FEWEST_LINES) return ink;
  const turned = seen(ink);
  const thickest = Math.max(2, Math.round(Math.min(ink.width, ink.height) * THICKEST_SHARE));
  const lines = candidates
    .map((line) => runsAlong(turned, middleOf(line), { reach: 2 }))
    .map((runs) => ({ runs, thickness: thicknessOfRuns(runs, 0.5) }))
    .filter(
      ({ runs, thickness }) => thickness <= thickest && reachesBothBorders(runs, turned.width),
    );
  if (lines.length < FEWEST_LINES) return ink;
  const values = Float32Array.from(turned.values);
  for (const { runs, thickness } of lines) eraseRuns(values, turned, runs, thickness);
  return { ...turned, values };
}

function reachesBothBorders(runs: readonly Run[], width: number): boolean {
  const slack = Math.max(1, 0.02 * width);
  return runs[0]!.column <= slack && runs[runs.length - 1]!.column >= width - 1 - slack;
}

const middleOf = ({ left, right }: Line): Line => ({ left: left + 0.5, right: right + 0.5 });
