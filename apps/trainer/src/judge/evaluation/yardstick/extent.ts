import type { UnipenSample } from '../../../data/unipen.js';
import { isOfTask } from './measure.js';
import { subsetOf } from './subset.js';

/** How much of each suite is read. */
export interface Extent {
  /** Of each official test set, and of each part of UNIPEN digits and letters each. */
  readonly suite: number;
  /** Of each allograph in each part. */
  readonly allograph: number;
  /** Of each source of robustness trials. */
  readonly robustness: number;
}

export const WHOLE: Extent = { suite: Infinity, allograph: Infinity, robustness: 500 };
export const QUICK: Extent = { suite: 1500, allograph: 60, robustness: 60 };

/** Of what is drawn by lot. */
export const SEED = 20_261_126;

export interface YardstickData {
  readonly dataDir: string;
  readonly unipen: readonly UnipenSample[];
  readonly extent: Extent;
}

/** Of digits and of letters at most as many each. */
export function someInk(samples: readonly UnipenSample[], most: number): UnipenSample[] {
  return (['digits', 'letters'] as const).flatMap((task) =>
    subsetOf(
      samples.filter((sample) => isOfTask(sample, task)),
      most,
      SEED,
    ),
  );
}
