import type { LineFigures, LineRow } from '@inkling/contract';
import { chartColours } from '../../shared/charts/chart-colours';
import type { ChartLine, ChartMark, TimeChartData } from '../../shared/charts/time-chart-data';
import { finePercent, shortCount, stepName } from './insight-words';
import { axisOf } from './period';

/** The first version is where history begins, not a change. */
const marksOf = ({ swaps }: LineFigures): ChartMark[] =>
  swaps
    .filter(({ version }) => version > 1)
    .map(({ at, version }) => ({ x: Date.parse(at), words: `L${version}` }));

const pointsOf = (
  rows: readonly LineRow[],
  y: (row: LineRow) => number | null,
): ChartLine['points'] => rows.map((row) => [Date.parse(row.start), y(row)]);

const chartOf = (
  figures: LineFigures,
  lines: readonly ChartLine[],
  format: TimeChartData['format'],
): TimeChartData => ({
  ...axisOf(figures.period),
  lines,
  marks: marksOf(figures),
  format,
  formatX: (x) => stepName(x, figures.period.bucket),
  lowest: 0,
});

interface Part {
  readonly name: string;
  readonly y: (row: LineRow) => number;
}

/** Two parts of a whole, one above the other; the second is pale. */
function stacked(
  figures: LineFigures,
  colour: string,
  parts: readonly [Part, Part],
): TimeChartData {
  const bars = parts.map(({ name, y }, at): ChartLine => ({
    ...{ name, colour, points: pointsOf(figures.rows, y), kind: 'bar', dashed: at === 1 },
  }));
  return { ...chartOf(figures, bars, shortCount), counts: true };
}

/** How many lines were read, and of how many Inkling was certain. */
export const linesChart = (figures: LineFigures, dark: boolean): TimeChartData =>
  stacked(figures, chartColours(dark).series[0]!, [
    { name: 'certain', y: ({ certain }) => certain },
    { name: 'not certain', y: ({ lines, certain }) => lines - certain },
  ]);

/** How many were corrected or confirmed. */
export const labelledLinesChart = (figures: LineFigures, dark: boolean): TimeChartData =>
  stacked(figures, chartColours(dark).series[1]!, [
    { name: 'corrected', y: ({ corrected }) => corrected },
    { name: 'confirmed', y: ({ said, corrected }) => said - corrected },
  ]);

/** Fewer characters than this in a step say nothing about how often they are read wrong. */
const TELLING = 20;

/** What share of the characters of labelled lines was read wrong. */
export const errorRateChart = (figures: LineFigures, dark: boolean): TimeChartData =>
  chartOf(
    figures,
    [
      {
        name: 'error rate',
        named: false,
        colour: chartColours(dark).series[0]!,
        points: pointsOf(figures.rows, ({ characters, edits }) =>
          characters < TELLING ? null : edits / characters,
        ),
      },
    ],
    finePercent,
  );
