import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { ChartColours } from './chart-colours';
import { markLine, marksInSight } from './chart-marks';
import { tickWords } from './chart-moments';
import { tooltipHtml } from './chart-tooltip';
import type { ChartLine, ChartMark, TimeChartData } from './time-chart-data';

export type TimeChartOption = ComposeOption<
  LineSeriesOption | BarSeriesOption | GridComponentOption | TooltipComponentOption
>;

/** Names need room beside the plot, marks above it. */
const NAME_WIDTH_PX = 92;
const MARK_HEIGHT_PX = 18;

/** Opacity of bars that would be dashed lines. */
export const PALE = 0.5;

/** @param narrow on a phone names stand above the plot's own lines instead of beside them */
export function timeChartOption(
  data: TimeChartData,
  colours: ChartColours,
  { narrow = false, still = false }: { narrow?: boolean; still?: boolean } = {},
): TimeChartOption {
  const { lines, axis = 'time', format, lowest, highest } = data;
  const { span, step, formatTick, formatTickY = format, counts = false } = data;
  const named = !narrow && lines.some((line) => isNamed(line));
  return {
    // Without any animation lines keep the shape of a former width.
    animationDuration: still ? 0 : 120,
    animationDurationUpdate: still ? 0 : 120,
    grid: {
      left: 4,
      right: named ? NAME_WIDTH_PX : 12,
      top: marksInSight(data).length > 0 ? MARK_HEIGHT_PX : 10,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colours.sheet,
      borderColor: colours.rule,
      textStyle: { color: colours.text, fontSize: 13 },
      axisPointer: { lineStyle: { color: colours.muted, type: 'solid', width: 1 } },
      formatter: (hovered) => tooltipHtml(Array.isArray(hovered) ? hovered : [hovered], data),
    },
    xAxis: {
      type: axis === 'time' ? 'time' : 'value',
      // Bars must not make an axis longer that has its ends.
      ...(span && { min: span[0], max: span[1], containShape: false }),
      ...(axis === 'number' && !span && { min: 'dataMin', max: 'dataMax', minInterval: 1 }),
      ...(axis === 'time' && step !== undefined && { minInterval: step }),
      axisLine: { lineStyle: { color: colours.rule } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        ...{ color: colours.muted, fontSize: 12, hideOverlap: true },
        ...(formatTick && { formatter: formatTick }),
        ...(axis === 'time' && { formatter: tickWords }),
      },
    },
    yAxis: {
      type: 'value',
      ...(lowest !== undefined && { min: lowest }),
      ...(highest !== undefined && { max: highest }),
      splitNumber: 4,
      ...(counts && { minInterval: 1 }),
      // Quarters, where the whole is shown.
      ...(lowest === 0 && highest === 1 && { interval: 0.25 }),
      axisLabel: {
        color: colours.muted,
        fontSize: 12,
        formatter: (value: number) => formatTickY(value),
      },
      splitLine: { lineStyle: { color: colours.rule } },
    },
    series: lines.map((line, at) =>
      series(line, at === 0 ? marksInSight(data) : [], colours, named),
    ),
  };
}

const isNamed = ({ kind, named }: ChartLine): boolean => kind !== 'bar' && named !== false;

function series(
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
