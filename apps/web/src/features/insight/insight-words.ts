import type { Bucket } from '@inkling/contract';
import type { Network, TrainedNetwork } from '@inkling/recognizer';
import { TRAINED_NETWORK_NAMES } from '../../shared/ui/trained-networks';

export const NETWORK_NAMES: Readonly<Record<Network, string>> = TRAINED_NETWORK_NAMES;

export const versionName = ({
  network,
  version,
}: {
  readonly network: TrainedNetwork;
  readonly version: number;
}): string => `${TRAINED_NETWORK_NAMES[network]} ${version}`;

export const NO_DRAWINGS = 'No drawings in this period.';
export const NO_LABELS = 'No labelled drawings in this period.';

const WHOLE = new Intl.NumberFormat('en');
export const count = (value: number): string => WHOLE.format(value);

/** 1,234 below ten thousand, then 12k, 1.2M. */
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
export const shortCount = (value: number): string =>
  value < 10_000 ? count(value) : SHORT.format(value);

/** Shares that are small and differ by little: one decimal below ten in a hundred. */
export function finePercent(share: number | null): string {
  if (share === null) return '–';
  const value = share * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)}%`;
}

export const milliseconds = (value: number | null): string => {
  if (value === null) return '–';
  return value < 10 ? `${value.toFixed(1)}\u00a0ms` : `${Math.round(value)}\u00a0ms`;
};

/** "3 of them were labelled", of answers that memory decided. */
export function labelledByMemory({
  byMemory,
  said,
}: {
  readonly byMemory: number;
  readonly said: number;
}): string {
  if (byMemory === 1) return said === 1 ? 'It was labelled' : 'It was not labelled';
  return `${count(said)} of them ${said === 1 ? 'was' : 'were'} labelled`;
}

const DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };

/** A step of time, said as precisely as it is. */
export function stepName(start: string | number, bucket: Bucket): string {
  const moment = new Date(start);
  if (bucket === 'hour') {
    return moment.toLocaleString('en-GB', { ...DATE, hour: '2-digit', minute: '2-digit' });
  }
  if (bucket === 'month') {
    return moment.toLocaleDateString('en-GB', { month: 'long', year: 'numeric' });
  }
  const name = moment.toLocaleDateString('en-GB', DATE);
  return bucket === 'week' ? `week from ${name}` : name;
}
