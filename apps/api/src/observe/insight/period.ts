import type { Bucket } from '@inkling/contract';

const DAY_MS = 24 * 60 * 60 * 1000;

/** From the first moment that counts to the first that does not any more. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
  /** IANA name. */
  readonly zone: string;
  readonly bucket: Bucket;
  /**
   * Drawings from before are in the counts, later ones are read from their rows. Read once and asked for by
   * its value: then nothing is counted twice, and Postgres knows how few rows are left.
   */
  readonly rolledUntil: Date;
  /** Begins of the steps between, oldest first; the first may lie before `from`. */
  readonly steps: readonly Date[];
}

/** More than two years of hours are no chart any more. */
export const MOST_STEPS = 20_000;

const STEP_HOURS: Readonly<Record<Bucket, number>> = { hour: 1, day: 24, week: 168, month: 720 };

/** About how many steps there are. */
export const countSteps = (from: Date, to: Date, bucket: Bucket): number =>
  (to.getTime() - from.getTime()) / (STEP_HOURS[bucket] * 60 * 60 * 1000);

/** Steps so wide that a chart of the time between has about thirty to a hundred of them. */
export function fittingBucket(from: Date, to: Date): Bucket {
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  // Days have 25 hours, too.
  if (days <= 2.1) return 'hour';
  if (days <= 120) return 'day';
  return days <= 3 * 366 ? 'week' : 'month';
}
