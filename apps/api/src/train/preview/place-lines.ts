import type { Sides } from './count-sides.js';

export interface ApprovedLine {
  readonly id: string;
  /** `null` when the writer was deleted. */
  readonly writerId: string | null;
  readonly text: string;
}

/** How many lines a job would put on each side. */
export const placeLines = (lines: readonly ApprovedLine[]): Sides => ({
  train: lines.length,
  holdout: 0,
  leftOut: 0,
});
