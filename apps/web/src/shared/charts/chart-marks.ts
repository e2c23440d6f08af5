import type { ChartColours } from './chart-colours';
import type { ChartMark, TimeChartData } from './time-chart-data';

/** Words of marks that lie closer than this share of the width would cover each other. */
const MARK_DISTANCE = 0.05;

/** Those between the ends of the axis; of several close together one has the words of all. */
export function marksInSight({ lines, span, marks = [] }: TimeChartData): ChartMark[] {
  const xs = span ?? lines.flatMap(({ points }) => points.map(([x]) => x));
  const [low, high] = [Math.min(...xs), Math.max(...xs)];
  const seen: { x: number; words: string }[] = [];
  let spoken: { x: number; words: string } | undefined;
  for (const { x, words } of marks.toSorted((a, b) => a.x - b.x)) {
    if (x < low || x > high) continue;
    const isClose = spoken !== undefined && x - spoken.x < (high - low) * MARK_DISTANCE;
    const mark = { x, words: isClose ? '' : words };
    if (isClose) spoken!.words += `, ${words}`;
    else spoken = mark;
    seen.push(mark);
  }
  return seen;
}

/** Upright lines with their words above the plot. */
export const markLine = (marks: readonly ChartMark[], colours: ChartColours) => ({
  silent: true,
  symbol: 'none',
  animation: false,
  lineStyle: { color: colours.muted, width: 1, type: 'solid' as const, opacity: 0.7 },
  label: { color: colours.muted, fontSize: 11, position: 'end' as const, distance: 3 },
  data: marks.map(({ x, words }) => ({ xAxis: x, label: { formatter: () => words } })),
});
