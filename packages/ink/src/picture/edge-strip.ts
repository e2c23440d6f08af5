import { cropGrid, type Grid } from './grid.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max, min, round } = Math;

/** A border is at most this part of the picture's shorter side wide, and so many pixels at least. */
const WIDEST_SHARE = 0.02;
const WIDEST_PIXELS = 4;

/** Its tones differ by no more than this (0..1) ... */
const SAME_TONE = 0.12;

/** ... and the ring inside it by more than this on nearly all of its pixels: so it is no paper. */
const OTHER_TONE = 0.15;
const NEARLY_ALL = 0.85;

/**
 * Cuts off a border of one tone that runs around the very edge of the picture, as scanners and
 * screenshots leave it. It would be taken for the paper, and the paper for ink.
 */
export function withoutEdgeStrip(grey: Grid): Grid {
  const shorter = min(grey.width, grey.height);
  const widest = min(shorter >> 2, max(WIDEST_PIXELS, round(WIDEST_SHARE * shorter)));
  const tone = grey.values[0]!;
  for (let ring = 0; ring < widest; ring++) {
    // A soft edge makes one ring that is neither border nor paper.
    if (shareOfRing(grey, ring, (value) => abs(value - tone) <= SAME_TONE) < 1) return grey;
    for (const inner of [ring + 1, ring + 2]) {
      if (shareOfRing(grey, inner, (value) => abs(value - tone) > OTHER_TONE) < NEARLY_ALL)
        continue;
      return cropGrid(grey, {
        left: inner,
        top: inner,
        right: grey.width - inner,
        bottom: grey.height - inner,
      });
    }
  }
  return grey;
}

/** The part of the pixels so many away from the edge for which something holds. */
function shareOfRing(
  { width, height, values }: Grid,
  ring: number,
  holds: (value: number) => boolean,
): number {
  let count = 0;
  let held = 0;
  const look = (row: number, column: number) => {
    count++;
    if (holds(values[row * width + column]!)) held++;
  };
  for (let column = ring; column < width - ring; column++) {
    look(ring, column);
    look(height - 1 - ring, column);
  }
  for (let row = ring + 1; row < height - 1 - ring; row++) {
    look(row, ring);
    look(row, width - 1 - ring);
  }
  return count > 0 ? held / count : 0;
}
