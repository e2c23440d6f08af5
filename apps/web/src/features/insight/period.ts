import type { Bucket, Period } from '@inkling/contract';

/** Periods that a page offers; `own` has days of its own in the address. */
export const PERIODS = ['7', '30', '90', '365', 'all', 'own'] as const;
export type PeriodName = (typeof PERIODS)[number];

export const PERIOD_NAMES: Readonly<Record<PeriodName, string>> = {
  7: '7 days',
  30: '30 days',
  90: '90 days',
  365: 'A year',
  all: 'All',
  own: 'Custom',
};

/** As the API takes them: whole days, both included. */
export interface Days {
  readonly from?: string;
  readonly to?: string;
}

/** `2026-03-01` by the clock of this browser. */
export function dayOf(moment: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

export const isDay = (text: unknown): text is string =>
  typeof text === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

/** Days up to today; today is one of them. */
export function lastDays(count: number, today: Date): Days {
  const first = new Date(today);
  first.setDate(first.getDate() - count + 1);
  return { from: dayOf(first), to: dayOf(today) };
}

/** What to ask for. An own period that is not whole yet asks for the end that is known. */
export function daysOf(period: PeriodName, own: Days, today: Date): Days {
  if (period === 'all') return {};
  if (period !== 'own') return lastDays(Number(period), today);
  const { from, to } = own;
  if (from && to && from > to) return { from: to, to: from };
  return own;
}

/** The zone of this browser: days begin when they do here. */
export const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

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
