import { describe, expect, it } from '@jest/globals';
import type { ComparisonTable } from '@inkling/contract';
import { comparedLines, LINE_COLUMNS, lineRows } from './line-metrics';

describe('lineRows', () => {
  it('should have a cell for each column', () => {
    const numbers = {
      ...({ dataset: 'numbers', task: 'digits', input: 'ink', lines: 1200 } as const),
      ...{ whole: 0.905, characterErrorRate: 0.0199, certain: { share: 0.915, right: 0.956 } },
    };
    const rows = lineRows([
      numbers,
      { ...numbers, certain: { share: 0, right: 0 } },
      { ...numbers, input: 'picture', certain: undefined },
    ]);
    expect(rows[0]).toEqual(['numbers', 'ink', '1,200', '90.5%', '2.0%', '92%', '95.6%']);
    // Of none that is certain nothing can be right.
    expect(rows[1]!.slice(-2)).toEqual(['0%', '–']);
    expect(rows[2]!.slice(-2)).toEqual(['–', '–']);
    for (const row of rows) expect(row).toHaveLength(LINE_COLUMNS.length);
  });
});

describe('comparedLines', () => {
  const figures = (top1: number, characterErrorRate: number): ComparisonTable['a'] => ({
    ...{ top1, characterErrorRate, perClass: [], confusion: [] },
  });
  const table = (a: ComparisonTable['a'], b: ComparisonTable['a']): ComparisonTable => ({
    ...{ source: 'card', dataset: 'words, as ink', task: 'text', samples: 600, labels: [], a, b },
  });

  it('should call fewer wrong characters better, and more of them worse', () => {
    const [better, worse, same] = comparedLines([
      table(figures(0.5, 0.2), figures(0.55, 0.15)),
      table(figures(0.5, 0.2), figures(0.45, 0.25)),
      table(figures(0.5, 0.2), figures(0.5, 0.2)),
    ]);
    expect(better).toEqual({
      dataset: 'words, as ink',
      lines: 600,
      whole: { a: '50.00', b: '55.00', change: '+5.00', tone: 'better' },
      wrong: { a: '20.00', b: '15.00', change: '−5.00', tone: 'better' },
    });
    expect([worse!.whole.tone, worse!.wrong.tone]).toEqual(['worse', 'worse']);
    expect([same!.whole.tone, same!.wrong.change]).toEqual(['same', '0']);
  });
});
