import type { Activity, ActivityRow, Swap } from '@inkling/contract';
import { versionColour } from '../../shared/charts/chart-colours';
import type { ChartLine, ChartMark, TimeChartData } from '../../shared/charts/time-chart-data';
import { axisOf } from './period';
import { finePercent, shortCount, stepName, versionName } from './insight-words';

/** The first of each network is where history begins, not a change. */
const isChange = ({ version }: Swap): boolean => version > 1;

const marksOf = ({ swaps }: Activity): ChartMark[] =>
  swaps.filter(isChange).map((swap) => ({
    x: Date.parse(swap.at),
    words: `${swap.network === 'digits' ? 'D' : 'C'}${swap.version}`,
  }));

/** A line for each version: where it ends another one went into service. */
function linesOf(
  rows: readonly ActivityRow[],
  dark: boolean,
  y: (row: ActivityRow) => number | null,
): ChartLine[] {
  const lines = new Map<string, ChartLine & { points: [number, number | null][] }>();
  for (const row of rows) {
    const name = versionName(row);
    const line = lines.get(name) ?? {
      name,
      colour: versionColour(row.version, dark),
      dashed: row.network === 'characters',
      points: [],
    };
    line.points.push([Date.parse(row.start), y(row)]);
    lines.set(name, line);
  }
  return [...lines.values()].sort(byName);
}

const byName = (a: ChartLine, b: ChartLine): number =>
  a.name.localeCompare(b.name, 'en', { numeric: true });

/** ECharts stacks the n-th bar of each line, whatever its x: each line has every step. */
function inAllSteps(line: ChartLine, steps: readonly number[]): ChartLine {
  const known = new Map(line.points);
  return { ...line, points: steps.map((x) => [x, known.get(x) ?? 0]) };
}

/** How many drawings were read, stacked by version. */
export const predictionsChart = (activity: Activity, dark: boolean): TimeChartData => ({
  ...axisOf(activity.period),
  lines: linesOf(activity.rows, dark, ({ predictions }) => predictions).map((line) => ({
    ...inAllSteps(line, [...new Set(activity.rows.map(({ start }) => Date.parse(start)))]),
    kind: 'bar',
  })),
  marks: marksOf(activity),
  format: shortCount,
  counts: true,
  formatX: (x) => stepName(x, activity.period.bucket),
  lowest: 0,
});

/** Fewer drawings than this in a step say nothing about how often answers are wrong. */
export const TELLING = 10;

/** Whether any step of a version has enough drawings for a rate. */
export const hasRate = ({ rows }: Activity): boolean =>
  rows.some(({ predictions }) => predictions >= TELLING);

/** Versions that the chart of rates lacks: none of their steps has enough drawings. */
export function versionsWithoutRate({ rows }: Activity): string[] {
  const most = new Map<string, number>();
  for (const row of rows) {
    const name = versionName(row);
    most.set(name, Math.max(most.get(name) ?? 0, row.predictions));
  }
  return [...most].flatMap(([name, predictions]) => (predictions < TELLING ? [name] : [])).sort();
}

/** What share of answers was corrected, a line for each version. */
export const correctionsChart = (activity: Activity, dark: boolean): TimeChartData => ({
  ...axisOf(activity.period),
  lines: linesOf(activity.rows, dark, ({ predictions, corrected }) =>
    predictions < TELLING ? null : corrected / predictions,
  ),
  marks: marksOf(activity),
  format: finePercent,
  formatX: (x) => stepName(x, activity.period.bucket),
  lowest: 0,
});

export const ACTIVITY_COLUMNS = [
  { name: 'From' },
  { name: 'Version' },
  { name: 'Drawings', numeric: true },
  { name: 'Labelled', numeric: true },
  { name: 'Corrected', numeric: true },
  { name: 'Rate', numeric: true },
] as const;

export const activityCells = ({ rows, period }: Activity): string[][] =>
  rows.map((row) => [
    stepName(row.start, period.bucket),
    versionName(row),
    shortCount(row.predictions),
    String(row.said),
    String(row.corrected),
    finePercent(row.predictions === 0 ? null : row.corrected / row.predictions),
  ]);
