import type { Bucket, Period } from '@inkling/contract';

const HOUR_MS = 3_600_000;
const STEP_MS: Readonly<Record<Bucket, number>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};

/**
 * The axis of a period: all of it, whatever part has drawings, and no finer than its steps. A step is drawn
 * at its begin, so half a step of air lies before the first and after the last.
 */
export function axisOf({ from, to, bucket }: Period) {
  const step = STEP_MS[bucket];
  const [first, end] = [Date.parse(from), Date.parse(to)];
  return { span: [first - step / 2, Math.max(first, end - step) + step / 2], step } as const;
}
