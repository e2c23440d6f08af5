import type { OwnInsight } from '@inkling/contract';
import { chartColours } from '../charts/chart-colours';
import type { TimeChartData } from '../charts/time-chart-option';
import { count, finePercent, stepName } from '../insight/words';

/** What share of a step's drawings was not corrected. */
const readRight = ({ predictions, corrected }: OwnInsight['rows'][number]): number | null =>
  predictions === 0 ? null : Math.max(0, 1 - corrected / predictions);

/** The axis begins at a tenth below all points: changes are small, and its figures say where it is. */
function lowestShown(shares: readonly (number | null)[]): number {
  const known = shares.filter((share) => share !== null);
  return Math.max(0, Math.floor(Math.min(1, ...known) * 10 - 0.2) / 10);
}

/** How well one is read over time. */
export const ownChart = ({ rows, period }: OwnInsight, dark: boolean): TimeChartData => ({
  lowest: lowestShown(rows.map(readRight)),
  lines: [
    {
      name: 'read right',
      colour: chartColours(dark).series[0]!,
      points: rows.map((row) => [Date.parse(row.start), readRight(row)]),
      named: false,
    },
  ],
  format: finePercent,
  formatX: (x) => stepName(x, period.bucket),
  highest: 1,
});

export const OWN_COLUMNS = [
  { name: 'From' },
  { name: 'Drawings', numeric: true },
  { name: 'Corrected', numeric: true },
  { name: 'Read right', numeric: true },
  { name: 'By memory', numeric: true },
] as const;

export const ownCells = ({ rows, period }: OwnInsight): string[][] =>
  rows.map((row) => [
    stepName(row.start, period.bucket),
    ...[count(row.predictions), count(row.corrected), finePercent(readRight(row))],
    count(row.byMemory),
  ]);

/** Of the whole period. */
export const shareReadRight = ({ totals }: OwnInsight): number | null =>
  totals.predictions === 0 ? null : Math.max(0, 1 - totals.corrected / totals.predictions);
