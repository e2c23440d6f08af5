import type { Bucket } from '@inkling/contract';

const DAY_MS = 24 * 60 * 60 * 1000;

/** From the first moment that counts to the first that does not any more. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
  /** IANA name. */
  readonly zone: string;
  readonly bucket: Bucket;
}

/** Steps so wide that a chart of the time between has about thirty to a hundred of them. */
export function fittingBucket(from: Date, to: Date): Bucket {
  const days = (to.getTime() - from.getTime()) / DAY_MS;
  // Days have 25 hours, too.
  if (days <= 2.1) return 'hour';
  if (days <= 120) return 'day';
  return days <= 3 * 366 ? 'week' : 'month';
}
