import type { Latency } from '@inkling/contract';
import { NETWORKS, type Network } from '@inkling/recognizer';

export interface LatencyCount {
  readonly start: Date;
  readonly network: Network;
  /** As `latency_bin` in Postgres says it: from 0.25 ms · 2^(bin/4) to the next. */
  readonly bin: number;
  readonly predictions: number;
}

type Histogram = readonly Pick<LatencyCount, 'bin' | 'predictions'>[];

const LEAST_MS = 0.25;
const BINS_AN_OCTAVE = 4;

const edgeMs = (bin: number): number => LEAST_MS * 2 ** (bin / BINS_AN_OCTAVE);

/**
 * The time that a share of predictions did not exceed, in milliseconds. Within a bin times are taken to
 * lie evenly on the logarithmic scale, so an estimate is off by less than 19 %, the width of a bin.
 *
 * @param histogram in order of bin, without empty ones
 */
export function quantileMs(histogram: Histogram, share: number): number | null {
  const total = countOf(histogram);
  if (total === 0) return null;
  let left = share * total;
  for (const { bin, predictions } of histogram) {
    if (left <= predictions) return round(edgeMs(bin + left / predictions));
    left -= predictions;
  }
  return round(edgeMs(histogram.at(-1)!.bin + 1));
}

/** By step and network, and of the whole time. */
export function latencyFigures(counts: readonly LatencyCount[]): Pick<Latency, 'rows' | 'totals'> {
  const steps = new Map<string, LatencyCount[]>();
  for (const count of counts) {
    const key = `${count.start.toISOString()} ${count.network}`;
    steps.set(key, [...(steps.get(key) ?? []), count]);
  }
  const rows = [...steps.values()].map((bins) => ({
    start: bins[0]!.start.toISOString(),
    network: bins[0]!.network,
    ...quantiles(bins),
  }));
  const totals = NETWORKS.flatMap((network) => {
    const bins = merged(counts.filter((row) => row.network === network));
    return bins.length === 0 ? [] : [{ network, ...quantiles(bins) }];
  });
  return { rows, totals };
}

/** The bins of all steps together, in order. */
function merged(counts: readonly LatencyCount[]): Histogram {
  const sums = new Map<number, number>();
  for (const { bin, predictions } of counts) sums.set(bin, (sums.get(bin) ?? 0) + predictions);
  return [...sums].sort(([a], [b]) => a - b).map(([bin, predictions]) => ({ bin, predictions }));
}

const quantiles = (bins: Histogram) => ({
  predictions: countOf(bins),
  p50: quantileMs(bins, 0.5),
  p95: quantileMs(bins, 0.95),
  p99: quantileMs(bins, 0.99),
});

const countOf = (histogram: Histogram): number =>
  histogram.reduce((sum, { predictions }) => sum + predictions, 0);

const round = (milliseconds: number): number => Math.round(milliseconds * 100) / 100;
