import type { Latency, MemoryFigures, Reliability } from '@inkling/contract';
import type { Network } from '@inkling/recognizer';
import { chartColours } from '../../shared/charts/chart-colours';
import type { TimeChartData } from '../../shared/charts/time-chart-data';
import { axisOf } from './period';
import { finePercent, milliseconds, stepName } from './insight-words';

/** A reliability diagram: where confidence and accuracy agree, points lie on the rising line. */
export function reliabilityChart({ bins }: Reliability, dark: boolean): TimeChartData {
  const { series, muted } = chartColours(dark);
  const points = bins.flatMap(({ confidence, accuracy }) =>
    confidence === null || accuracy === null ? [] : [[confidence, accuracy] as const],
  );
  return {
    lines: [
      {
        name: 'perfectly calibrated',
        colour: muted,
        points: [
          [0, 0],
          [1, 1],
        ],
        dashed: true,
        plain: true,
      },
      { name: 'accuracy', colour: series[0]!, points, named: false },
    ],
    axis: 'number',
    span: [0, 1],
    format: (y) => `${Math.round(y * 100)}%`,
    formatX: (x) => `${Math.round(x * 100)}% confidence`,
    formatTick: (x) => `${Math.round(x * 100)}%`,
    lowest: 0,
    highest: 1,
  };
}

/** What share of answers memory decided. */
export function memoryChart({ rows, period }: MemoryFigures, dark: boolean): TimeChartData {
  const { series } = chartColours(dark);
  return {
    ...axisOf(period),
    lines: [
      {
        name: 'by memory',
        colour: series[0]!,
        points: rows.map(({ start, byMemory, predictions }) => [
          Date.parse(start),
          predictions === 0 ? null : byMemory / predictions,
        ]),
      },
    ],
    format: finePercent,
    formatX: (x) => stepName(x, period.bucket),
    lowest: 0,
  };
}

const QUANTILES = ['p50', 'p95', 'p99'] as const;

/** Median, p95 and p99 of a network. */
export function latencyChart(
  { rows, period }: Latency,
  network: Network,
  dark: boolean,
): TimeChartData {
  const { series } = chartColours(dark);
  const own = rows.filter((row) => row.network === network);
  return {
    ...axisOf(period),
    lines: QUANTILES.map((quantile, index) => ({
      name: quantile === 'p50' ? 'median' : quantile,
      colour: series[index]!,
      points: own.map((row) => [Date.parse(row.start), row[quantile]]),
    })),
    format: milliseconds,
    formatX: (x) => stepName(x, period.bucket),
    lowest: 0,
  };
}
