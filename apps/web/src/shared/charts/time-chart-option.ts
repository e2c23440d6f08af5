import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { day } from '../words';
import type { ChartColours } from './chart-colours';

/** One line, or one colour of stacked bars. */
export interface ChartLine {
  readonly name: string;
  readonly colour: string;
  /** In order of x; a `null` leaves a gap. x is in milliseconds since 1970 on an axis of time. */
  readonly points: readonly (readonly [x: number, y: number | null])[];
  readonly kind?: 'line' | 'bar';
  /** Lines are dashed, bars are pale. */
  readonly dashed?: boolean;
  /** Its name at its end; `false` where a name would only be in the way. */
  readonly named?: boolean;
  /** A line to compare with: thin, without points, and not said at the pointer. */
  readonly plain?: boolean;
}

/** A moment that explains a change: a thin upright line with a word. */
export interface ChartMark {
  readonly x: number;
  readonly words: string;
}

export interface TimeChartData {
  readonly lines: readonly ChartLine[];
  readonly marks?: readonly ChartMark[];
  /** What x is: moments, or numbers such as epochs. */
  readonly axis?: 'time' | 'number';
  /** Says a value of y. */
  readonly format: (y: number) => string;
  /** The ends of the axis of x; those of the data otherwise. */
  readonly span?: readonly [low: number, high: number];
  /** On an axis of time: marks of the axis are no closer than this. */
  readonly step?: number;
  /** Says a value of x at the axis of numbers. */
  readonly formatTick?: (x: number) => string;
  /** Says a value of x in the box of values; moments are said by their day otherwise. */
  readonly formatX?: (x: number) => string;
  readonly lowest?: number;
  readonly highest?: number;
}

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
      formatter: (hovered) => spoken(Array.isArray(hovered) ? hovered : [hovered], data, formatX),
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

/** Words of marks that lie closer than this share of the width would cover each other. */
const MARK_DISTANCE = 0.05;

/** Whether a line leads from one point to another; bars can stand alone. */
export const isDrawable = ({ lines }: TimeChartData): boolean =>
  lines.some(
    ({ kind, plain, points }) =>
      kind === 'bar' || (!plain && points.filter(([, y]) => y !== null).length > 1),
  );

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

const markLine = (marks: readonly ChartMark[], colours: ChartColours) => ({
  silent: true,
  symbol: 'none',
  animation: false,
  lineStyle: { color: colours.muted, width: 1, type: 'solid' as const, opacity: 0.7 },
  label: { color: colours.muted, fontSize: 11, position: 'end' as const, distance: 3 },
  data: marks.map(({ x, words }) => ({ xAxis: x, label: { formatter: () => words } })),
});

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

interface Hovered {
  readonly seriesIndex?: number;
  readonly value?: unknown;
}

/** What stands in the box at the pointer. Names come from people's reach, so they are escaped. */
function spoken(
  hovered: readonly Hovered[],
  { lines, format }: TimeChartData,
  formatX: (x: number) => string,
): string {
  const rows = hovered.flatMap(({ seriesIndex = 0, value }) => {
    const [, y] = value as [number, number | null | undefined];
    const line = lines[seriesIndex];
    if (y === null || y === undefined || !line || line.plain) return [];
    const dot = `<span style="color:${line.colour}">●</span>`;
    return [`${dot} ${escaped(line.name)} <b>${escaped(format(y))}</b>`];
  });
  const [x] = (hovered[0]?.value ?? [0]) as [number];
  return [escaped(formatX(x)), ...rows].join('<br>');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
