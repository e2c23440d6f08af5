import { describe, expect, it } from '@jest/globals';
import type { Activity, LineFigures } from '@inkling/contract';
import { chartColours } from '../../shared/charts/chart-colours';
import { marksInSight } from '../../shared/charts/chart-marks';
import { timeChartOption } from '../../shared/charts/time-chart-option';
import type { TimeChartData } from '../../shared/charts/time-chart-data';
import { correctionsChart, hasRate, predictionsChart, versionsWithoutRate } from './activity-chart';
import { addressOf, linesQueryOf, queryOf, viewOf } from './insight-address';
import { errorRateChart, labelledLinesChart, linesChart } from './line-charts';
import { errorRateCells, labelledLinesCells, linePairCells, linesReadCells } from './tables';
import { dayOf, daysOf, isDay } from './period';
import { finePercent, labelledByMemory, milliseconds, shortCount, stepName } from './insight-words';

const today = new Date(2026, 2, 1, 12);

describe('the period', () => {
  it('counts today in, across the ends of months', () => {
    expect(daysOf('7', {}, today)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
    expect(daysOf('all', {}, today)).toEqual({});
  });

  it('takes an own one as it is, and the right way round', () => {
    expect(daysOf('own', { from: '2026-03-09', to: '2026-03-02' }, today)).toEqual({
      from: '2026-03-02',
      to: '2026-03-09',
    });
    expect(daysOf('own', { from: '2026-03-09' }, today)).toEqual({ from: '2026-03-09' });
  });

  it('knows a day when it sees one', () => {
    expect(['2026-02-28', '2026-02-30', '2026-2-3', '', undefined].map(isDay)).toEqual([
      ...[true, false, false, false, false],
    ]);
    expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
  });
});

describe('the address', () => {
  const writer = '019362ee-59ec-7e9b-bade-eda733d2390e';

  it('goes there and back', () => {
    for (const query of [
      {},
      { period: '90', network: 'digits', writer },
      { period: '7', network: 'digits', version: '3', writer },
      { period: 'own', from: '2026-01-01', to: '2026-02-01' },
      { network: 'digits', lines: 'text' },
    ]) {
      expect(addressOf(viewOf(query))).toEqual(query);
    }
  });

  it('leaves out what means nothing', () => {
    const odd = {
      period: '31',
      from: 'x',
      network: 'words',
      writer: 'anna',
      lines: 'letters',
      more: ['1', '2'],
    };
    expect(viewOf(odd)).toEqual({ period: '30', own: {} });
  });

  it.each([{ version: '3' }, { network: 'runes', version: 'x' }])(
    'leaves out a version without its network: %j',
    (query) => {
      expect(viewOf(query)).toEqual(viewOf({}));
    },
  );

  it.each(['0', '-1', '2.5', 'x', undefined])('takes %p for no version', (version) => {
    expect(viewOf({ network: 'digits', version })).toEqual(viewOf({ network: 'digits' }));
  });

  it('says what to ask for', () => {
    expect(queryOf(viewOf({ period: '7', network: 'digits' }), today)).toMatchObject({
      from: '2026-02-23',
      to: '2026-03-01',
      network: 'digits',
    });
  });

  it('narrows lines by what they are, never by the network of single drawings', () => {
    const view = viewOf({ period: '7', network: 'digits', version: '2', lines: 'text', writer });
    const { zone, ...query } = linesQueryOf(view, today);
    expect(query).toEqual({ from: '2026-02-23', to: '2026-03-01', task: 'text', writer });
    expect(zone).toBeTruthy();
    expect(queryOf(view, today)).not.toHaveProperty('lines');
  });
});

const activity: Activity = {
  period: { from: '2026-02-24', to: '2026-03-03', zone: 'UTC', bucket: 'day' },
  rows: [
    { start: '2026-03-01', network: 'digits', version: 1, predictions: 40, said: 9, corrected: 4 },
    { start: '2026-03-02', network: 'digits', version: 1, predictions: 3, said: 1, corrected: 1 },
    { start: '2026-03-02', network: 'digits', version: 2, predictions: 50, said: 2, corrected: 1 },
    {
      start: '2026-03-02',
      network: 'characters',
      version: 1,
      predictions: 10,
      said: 0,
      corrected: 0,
    },
  ],
  swaps: [
    { at: '2026-02-01', network: 'digits', version: 1, by: 'Inkling', reason: 'shipped' },
    { at: '2026-03-02', network: 'digits', version: 2, by: 'Inkling', reason: 'better' },
  ],
  totals: { predictions: 103, said: 12, corrected: 6, rejected: 0, correctionRate: 6 / 103 },
};

describe('activity', () => {
  it('has a line for each version, and a mark where one took over', () => {
    const { lines, marks } = correctionsChart(activity, false);
    expect(lines.map(({ name, points }) => [name, points.map(([, y]) => y)])).toEqual([
      ['Characters 1', [0]],
      // Three drawings say nothing about a rate.
      ['Digits 1', [0.1, null]],
      ['Digits 2', [0.02]],
    ]);
    expect(marks).toEqual([{ x: Date.parse('2026-03-02'), words: 'D2' }]);
  });

  it('has a rate where any step has enough drawings for one', () => {
    const few = activity.rows.filter(({ predictions }) => predictions < 10);
    expect(few.length).toBeGreaterThan(0);
    expect([hasRate(activity), hasRate({ ...activity, rows: few })]).toEqual([true, false]);
  });

  it('names the versions that no step has enough drawings of', () => {
    expect(versionsWithoutRate(activity)).toEqual([]);
    const [row] = activity.rows;
    const rows = [...activity.rows, { ...row!, version: 3, predictions: 9 }];
    expect(versionsWithoutRate({ ...activity, rows })).toEqual(['Digits 3']);
  });

  it('gives a version the same colour in each chart, light or dark', () => {
    for (const dark of [false, true]) {
      const colours = (data: TimeChartData) => data.lines.map(({ colour }) => colour);
      expect(colours(predictionsChart(activity, dark))).toEqual(
        colours(correctionsChart(activity, dark)),
      );
    }
  });
});

const lineFigures: LineFigures = {
  period: activity.period,
  rows: [
    {
      ...{ start: '2026-03-01', lines: 9, certain: 4, said: 5, corrected: 2 },
      ...{ compared: 5, characters: 40, edits: 3 },
    },
    {
      ...{ start: '2026-03-02', lines: 2, certain: 2, said: 1, corrected: 0 },
      ...{ compared: 1, characters: 4, edits: 0 },
    },
  ],
  swaps: [
    { at: '2026-02-24', version: 1, by: 'Inkling', reason: 'shipped' },
    { at: '2026-03-02', version: 2, by: 'Inkling', reason: 'better' },
  ],
  totals: {
    ...{ lines: 11, certain: 6, said: 6, corrected: 2, rejected: 0 },
    ...{ compared: 6, characters: 44, edits: 3, certainShare: 6 / 11, errorRate: 3 / 44 },
  },
  pairs: [
    { answered: '1', truth: '7', count: 2, ofTruth: 0.25 },
    { answered: 'h', truth: '', count: 1, ofTruth: null },
    { answered: '', truth: 't', count: 1, ofTruth: 0.5 },
  ],
  mostCompared: 20_000,
};

describe('lines', () => {
  const shown = ({ lines }: TimeChartData) =>
    lines.map(({ name, points }) => [name, points.map(([, y]) => y)]);

  it('are stacked by certain or not, and by corrected or confirmed', () => {
    expect(shown(linesChart(lineFigures, false))).toEqual([
      ['certain', [4, 2]],
      ['not certain', [5, 0]],
    ]);
    expect(shown(labelledLinesChart(lineFigures, false))).toEqual([
      ['corrected', [2, 0]],
      ['confirmed', [3, 1]],
    ]);
  });

  it('are counted along an axis without parts of one', () => {
    const charts = [linesChart(lineFigures, false), labelledLinesChart(lineFigures, false)];
    expect(charts.map(({ counts }) => counts)).toEqual([true, true]);
    expect(predictionsChart(activity, false).counts).toBe(true);
    expect(errorRateChart(lineFigures, false).counts).toBeUndefined();
  });

  it('have an error rate where there are enough characters, and marks of what changed', () => {
    const chart = errorRateChart(lineFigures, false);
    expect(shown(chart)).toEqual([['error rate', [3 / 40, null]]]);
    expect(chart.marks).toEqual([{ x: Date.parse('2026-03-02'), words: 'L2' }]);
  });

  it('are there as tables', () => {
    expect(linesReadCells(lineFigures)).toEqual([
      ['1 Mar 2026', '9', '4', '44%'],
      ['2 Mar 2026', '2', '2', '100%'],
    ]);
    expect(labelledLinesCells(lineFigures)).toEqual([
      ['1 Mar 2026', '5', '2', '3'],
      ['2 Mar 2026', '1', '0', '1'],
    ]);
    expect(errorRateCells(lineFigures)).toEqual([
      ['1 Mar 2026', '2', '40', '3', '7.5%'],
      ['2 Mar 2026', '0', '4', '0', '0%'],
    ]);
    expect(linePairCells(lineFigures)).toEqual([
      ['7', '1', '2', '25%'],
      ['none', 'h', '1', '–'],
      ['t', 'none', '1', '50%'],
    ]);
  });
});

describe('the axis of a period', () => {
  const day = 86_400_000;
  const first = Date.parse('2026-02-24');

  it('is the whole period, so that seven days are not thirty, and shows what changed on the only day', () => {
    const one = { ...activity, rows: activity.rows.slice(3) };
    const chart = predictionsChart(one, false);
    expect(chart.span).toEqual([first - day / 2, first + 6.5 * day]);
    expect(marksInSight(chart).map(({ words }) => words)).toEqual(['D2']);
    const option = timeChartOption(chart, chartColours(false));
    expect(option.xAxis).toMatchObject({
      min: chart.span![0],
      max: chart.span![1],
      minInterval: day,
    });
    const longer = { ...one, period: { ...one.period, from: '2026-02-01' } };
    expect(predictionsChart(longer, false).span).toEqual([
      Date.parse('2026-02-01') - day / 2,
      first + 6.5 * day,
    ]);
  });

  it('stacks bars step by step, also where a version has none', () => {
    const bars = predictionsChart(activity, false).lines;
    expect(bars.map(({ name, points }) => [name, points.map(([, y]) => y)])).toEqual([
      ['Characters 1', [0, 10]],
      ['Digits 1', [40, 3]],
      ['Digits 2', [0, 50]],
    ]);
  });
});

it('says figures shortly', () => {
  expect([0, 0.004, 0.0951, 0.5, null].map(finePercent)).toEqual([
    ...['0%', '0.4%', '9.5%', '50%', '–'],
  ]);
  expect([9999, 12_345, 1_200_000].map(shortCount)).toEqual(['9,999', '12.3K', '1.2M']);
  expect([4.26, 42.4, null].map(milliseconds)).toEqual(['4.3\u00a0ms', '42\u00a0ms', '–']);
  expect(stepName('2026-03-02T12:00', 'week')).toBe('week from 2 Mar 2026');
  expect(stepName('2026-03-02T12:00', 'month')).toBe('March 2026');
});

it.each([
  [0, 0, '0 of them were labelled'],
  [1, 0, 'It was not labelled'],
  [1, 1, 'It was labelled'],
  [12, 1, '1 of them was labelled'],
  [1200, 1100, '1,100 of them were labelled'],
])('labelledByMemory says of %i answers %i labelled', (byMemory, said, words) => {
  expect(labelledByMemory({ byMemory, said })).toBe(words);
});
