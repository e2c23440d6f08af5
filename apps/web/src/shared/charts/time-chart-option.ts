import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { day } from '../words';
import type { ChartColours } from './chart-colours';
import { marksInSight } from './chart-marks';
import { chartSeries, isNamed } from './chart-series';
import { tooltipHtml } from './chart-tooltip';
import type { TimeChartData } from './time-chart-data';

export type { ChartLine, ChartMark, TimeChartData } from './time-chart-data';

type TimeChartOption = ComposeOption<
  LineSeriesOption | BarSeriesOption | GridComponentOption | TooltipComponentOption
>;

/** Names need room beside the plot, marks above it. */
const NAME_WIDTH_PX = 92;
const MARK_HEIGHT_PX = 18;

/** @param narrow on a phone names stand above the plot's own lines instead of beside them */
export function timeChartOption(
  data: TimeChartData,
  colours: ChartColours,
  { narrow = false, still = false }: { narrow?: boolean; still?: boolean } = {},
): TimeChartOption {
  const { lines, axis = 'time', format, formatX = day, lowest, highest } = data;
  const { span, step, formatTick } = data;
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
      formatter: (hovered) =>
        tooltipHtml(Array.isArray(hovered) ? hovered : [hovered], data, formatX),
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
        ...(axis === 'time' && { formatter: tick }),
      },
    },
    yAxis: {
      type: 'value',
      ...(lowest !== undefined && { min: lowest }),
      ...(highest !== undefined && { max: highest }),
      splitNumber: 4,
      // Quarters, where the whole is shown.
      ...(lowest === 0 && highest === 1 && { interval: 0.25 }),
      axisLabel: {
        color: colours.muted,
        fontSize: 12,
        formatter: (value: number) => format(value),
      },
      splitLine: { lineStyle: { color: colours.rule } },
    },
    series: lines.map((line, at) =>
      chartSeries(line, at === 0 ? marksInSight(data) : [], colours, named),
    ),
  };
}

/** An hour, a day or the begin of a month or year: each says what it is. */
function tick(x: number): string {
  const moment = new Date(x);
  if (moment.getHours() > 0 || moment.getMinutes() > 0) {
    return moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  }
  if (moment.getDate() > 1) {
    return moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
  }
  if (moment.getMonth() > 0) return moment.toLocaleDateString('en-GB', { month: 'short' });
  return String(moment.getFullYear());
}
