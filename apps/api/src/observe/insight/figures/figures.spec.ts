import { describe, expect, it } from '@jest/globals';
import { fittingBucket } from '../period.js';
import { confusedPairs, type ConfusionCount } from './confusions.js';
import { toCsv } from './csv.js';
import { quantileMs } from './latency.js';
import { reliabilityOf } from './reliability.js';

describe('toCsv', () => {
  const csv = (...row: (string | number | null)[]) =>
    toCsv({ name: 'x', columns: ['a'], rows: [row] }).split('\r\n')[1];

  it('quotes what would break a row, and nothing else', () => {
    expect(csv('plain', 1.5, null, 'a,b', 'say "hi"', 'two\nlines')).toBe(
      'plain,1.5,,"a,b","say ""hi""","two\nlines"',
    );
  });

  it('never lets a text run as a formula; numbers stay numbers', () => {
    expect(csv('=1+1', '+1', '-1', '@x', '\tx', -1)).toBe("'=1+1,'+1,'-1,'@x,'\tx,-1");
    expect(csv('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")"');
  });
});

describe('quantileMs', () => {
  it('finds the bin and goes into it by share', () => {
    // Bin 8 begins at 1 ms, bin 12 at 2 ms, bin 16 at 4 ms.
    const histogram = [
      { bin: 8, predictions: 90 },
      { bin: 16, predictions: 10 },
    ];
    expect(quantileMs(histogram, 0.9)).toBeCloseTo(2 ** 0.25, 2);
    expect(quantileMs(histogram, 0.45)).toBeCloseTo(2 ** 0.125, 2);
    expect(quantileMs(histogram, 0.95)).toBeCloseTo(4 * 2 ** 0.125, 2);
    expect(quantileMs(histogram, 1)).toBeCloseTo(4 * 2 ** 0.25, 2);
  });

  it('is off by less than a bin, whatever the times are', () => {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const times = Array.from({ length: 5000 }, () => 0.3 * Math.exp(4 * random() ** 2));
    const bins = new Map<number, number>();
    for (const time of times) {
      const bin = Math.floor(4 * Math.log2(time / 0.25));
      bins.set(bin, (bins.get(bin) ?? 0) + 1);
    }
    const histogram = [...bins]
      .sort(([a], [b]) => a - b)
      .map(([bin, predictions]) => ({ bin, predictions }));
    const sorted = [...times].sort((a, b) => a - b);
    for (const share of [0.01, 0.5, 0.95, 0.99]) {
      const exact = sorted[Math.ceil(share * sorted.length) - 1]!;
      const estimate = quantileMs(histogram, share)!;
      expect(Math.abs(Math.log2(estimate / exact))).toBeLessThan(0.25);
    }
  });

  it('knows nothing of nothing', () => {
    expect(quantileMs([], 0.5)).toBeNull();
  });
});

describe('reliabilityOf', () => {
  it('is perfect where confidence and accuracy agree, and weighs bins by count', () => {
    const agree = { bin: 7, count: 4, right: 3, confidence: 0.75 };
    expect(reliabilityOf([agree])).toMatchObject({ said: 4, error: 0 });
    const overconfident = { bin: 9, count: 12, right: 6, confidence: 1 };
    expect(reliabilityOf([agree, overconfident]).error).toBeCloseTo((4 * 0 + 12 * 0.5) / 16);
  });

  it('has no error without anything said', () => {
    const { error, bins } = reliabilityOf([]);
    expect(error).toBeNull();
    expect(bins.map(({ accuracy }) => accuracy)).toEqual(Array.from({ length: 10 }, () => null));
  });
});

describe('confusedPairs', () => {
  it('keeps networks apart and shares by truth', () => {
    const row = (
      network: ConfusionCount['network'],
      answered: string,
      truth: string,
      count: number,
    ) => ({
      ...{ network, answered, truth, count },
    });
    const counts = [
      row('digits', '1', '1', 6),
      row('digits', '7', '1', 2),
      row('characters', '7', '1', 3),
    ];
    expect(confusedPairs(counts, 5)).toEqual([
      { ...row('characters', '7', '1', 3), ofTruth: 1 },
      { ...row('digits', '7', '1', 2), ofTruth: 0.25 },
    ]);
    expect(confusedPairs(counts, 1)).toHaveLength(1);
  });
});

it('takes steps that fit the time between', () => {
  const over = (days: number) => fittingBucket(new Date(0), new Date(days * 24 * 60 * 60 * 1000));
  expect([1, 7, 90, 365, 731, 4000].map(over)).toEqual([
    ...['hour', 'day', 'day', 'week', 'week', 'month'],
  ]);
});
