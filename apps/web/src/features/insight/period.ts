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
