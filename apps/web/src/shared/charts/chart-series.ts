import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { ChartColours } from './chart-colours';
import { markLine } from './chart-marks';
import type { ChartLine, ChartMark } from './time-chart-data';

/** Opacity of bars that would be dashed lines. */
export const PALE = 0.5;

/** Whether a line has its name at its end. */
export const isNamed = ({ kind, named }: ChartLine): boolean => kind !== 'bar' && named !== false;

/** A line or the bars of one colour, with the marks of the chart where it is to draw them. */
export function chartSeries(
  line: ChartLine,
  marks: readonly ChartMark[],
  colours: ChartColours,
  named: boolean,
): LineSeriesOption | BarSeriesOption {
  const { name, colour, points, kind = 'line', dashed = false, plain = false } = line;
  const shared = {
    name,
    data: points.map(([x, y]) => [x, y] as [number, number]),
    itemStyle: { color: colour },
    ...(marks.length > 0 && { markLine: markLine(marks, colours) }),
  };
  if (kind === 'bar') {
    return {
      ...shared,
      ...{ type: 'bar', stack: 'all', barMaxWidth: 28, barCategoryGap: '20%' },
      itemStyle: { color: colour, opacity: dashed ? PALE : 1 },
    };
  }
  return {
    ...shared,
    type: 'line',
    showSymbol: !plain,
    symbol: 'circle',
    symbolSize: (_value: unknown, { dataIndex }: { dataIndex: number }) =>
      points.length < FEW_POINTS ? 5 : isLonely(points, dataIndex) ? 4 : 0,
    lineStyle: { color: colour, width: plain ? 1 : 2, type: dashed ? 'dashed' : 'solid' },
    endLabel: {
      show: named && isNamed(line),
      formatter: () => name,
      color: colour,
      fontSize: 12,
      distance: 6,
    },
    labelLayout: { moveOverlap: 'shiftY' },
    emphasis: { focus: 'series' },
  };
}

/** Below that each point is drawn. */
const FEW_POINTS = 40;

/** Between gaps there is no line to see it by. */
const isLonely = (points: ChartLine['points'], at: number): boolean =>
  (points[at - 1]?.[1] ?? null) === null && (points[at + 1]?.[1] ?? null) === null;
