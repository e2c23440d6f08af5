import type { OwnInsight } from '@inkling/contract';
import { chartColours } from '../../shared/charts/chart-colours';
import type { TimeChartData } from '../../shared/charts/time-chart-data';
import { axisOf } from '../insight/period';
import { count, finePercent, stepName } from '../insight/insight-words';

/** Of the drawings whose label is known: of the others no one can say whether the answer was correct. */
const accuracyOf = ({
  said,
  corrected,
}: Pick<OwnInsight['totals'], 'said' | 'corrected'>): number | null =>
  said === 0 ? null : Math.max(0, 1 - corrected / said);

/** The axis begins at a tenth below all points: changes are small, and its figures say where it is. */
function lowestShown(shares: readonly (number | null)[]): number {
  const known = shares.filter((share) => share !== null);
  return Math.max(0, Math.floor(Math.min(1, ...known) * 10 - 0.2) / 10);
}

/** Accuracy over time. */
export const ownChart = ({ rows, period }: OwnInsight, dark: boolean): TimeChartData => ({
  ...axisOf(period),
  lowest: lowestShown(rows.map(accuracyOf)),
  lines: [
    {
      name: 'accuracy',
      colour: chartColours(dark).series[0]!,
      points: rows.map((row) => [Date.parse(row.start), accuracyOf(row)]),
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
  { name: 'Labelled', numeric: true },
  { name: 'Correct', numeric: true },
  { name: 'Accuracy', numeric: true },
  { name: 'By memory', numeric: true },
] as const;

export const ownCells = ({ rows, period }: OwnInsight): string[][] =>
  rows.map((row) => [
    stepName(row.start, period.bucket),
    ...[row.predictions, row.said, row.said - row.corrected].map(count),
    finePercent(accuracyOf(row)),
    count(row.byMemory),
  ]);

/** How many samples are used: a rejected one teaches nothing. */
export const learnedFrom = ({ samples }: OwnInsight): number => samples.total - samples.rejected;

/** Of the whole period. */
export const ownAccuracy = ({ totals }: OwnInsight): number | null => accuracyOf(totals);
