import { describe, expect, it } from '@jest/globals';
import { chartColours } from './chart-colours';
import { marksInSight } from './chart-marks';
import { isDrawable, type TimeChartData } from './time-chart-data';
import { timeChartOption } from './time-chart-option';

describe('a chart', () => {
  const line = (...points: [number, number | null][]) => ({ name: 'a', colour: '#000', points });
  const data = (change: Partial<TimeChartData>): TimeChartData => ({
    lines: [line([0, 1], [100, 2])],
    format: String,
    ...change,
  });

  it('is none of dots: a line needs two points, a bar one', () => {
    expect(isDrawable(data({}))).toBe(true);
    expect(isDrawable(data({ lines: [line([0, 1], [1, null])] }))).toBe(false);
    expect(isDrawable(data({ lines: [{ ...line([0, 1]), kind: 'bar' }] }))).toBe(true);
    const plain = { ...line([0, 0], [1, 1]), plain: true };
    expect(isDrawable(data({ lines: [plain, line([0, 1])] }))).toBe(false);
  });

  it('shows marks between its ends, and joins words that would cover each other', () => {
    const marks = [50, 52, 90, 120, -1].map((x) => ({ x, words: `at ${x}` }));
    expect(marksInSight(data({ marks }))).toEqual([
      { x: 50, words: 'at 50, at 52' },
      { x: 52, words: '' },
      { x: 90, words: 'at 90' },
    ]);
  });

  it('has steps of at least one for counts, and words of its own at the axis', () => {
    const axisOf = (change: Partial<TimeChartData>) =>
      timeChartOption(data(change), chartColours(false)).yAxis as {
        minInterval?: number;
        axisLabel: { formatter: (value: number) => string };
      };
    expect([axisOf({ counts: true }).minInterval, axisOf({}).minInterval]).toEqual([1, undefined]);
    const wordsOf = (change: Partial<TimeChartData>) => axisOf(change).axisLabel.formatter(0.5);
    expect(wordsOf({})).toBe('0.5');
    expect(wordsOf({ formatTickY: (y) => y.toFixed(3) })).toBe('0.500');
  });

  it('names lines at their end where there is room, and never lets a name be markup', () => {
    const named = { ...line([0, 1], [1, 2]), name: '<img src=x>' };
    const option = timeChartOption(data({ lines: [named] }), chartColours(false));
    const [first] = option.series as { endLabel: { show: boolean } }[];
    expect(first!.endLabel.show).toBe(true);
    const narrow = timeChartOption(data({ lines: [named] }), chartColours(false), { narrow: true });
    expect((narrow.series as { endLabel: { show: boolean } }[])[0]!.endLabel.show).toBe(false);
    const { formatter } = option.tooltip as { formatter: (hovered: unknown) => string };
    expect(formatter([{ seriesIndex: 0, value: [0, 1] }])).toContain('&lt;img src=x&gt; <b>1</b>');
  });
});
