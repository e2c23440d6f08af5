import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DrawnSample, Placement, placeLines, type SaidLine } from '@inkling/store/training';

/** How many samples a job would learn from, only measure on, and use for neither. */
export interface Sides {
  readonly train: number;
  readonly holdout: number;
  readonly leftOut: number;
}

/** Requests wait no longer than this for the comparing of drawings. */
const HOLD_UP_MS = 5;

/**
 * Counts by the rule of the snapshot itself. A writer of thousands takes seconds, so in small pieces.
 *
 * @param pages in the order of placing
 */
export async function countSides(pages: AsyncIterable<readonly DrawnSample[]>): Promise<Sides> {
  const placement = new Placement('parts');
  const sides = { train: 0, holdout: 0, leftOut: 0 };
  let begun = performance.now();
  for await (const page of pages) {
    for (const sample of page) {
      sides[placement.place(sample)?.part ?? 'leftOut']++;
      if (performance.now() - begun < HOLD_UP_MS) continue;
      await nextTurn();
      begun = performance.now();
    }
  }
  return sides;
}

/** The same of corrected lines, which only their texts tell apart: no work worth parting. */
export function countLineSides(lines: readonly SaidLine[]): Sides {
  const places = placeLines(lines);
  const sides = { train: 0, holdout: 0, leftOut: 0 };
  for (const { id } of lines) sides[places.get(id)?.part ?? 'leftOut']++;
  return sides;
}
