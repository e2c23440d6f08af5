import { describe, expect, it } from '@jest/globals';
import type { ComparisonTable } from '@inkling/contract';
import { comparedLines, lineRows } from './line-metrics';

describe('lineRows', () => {
  it('should say how many lines were read as what, and how well', () => {
    const numbers = {
      ...({ dataset: 'numbers', task: 'digits', input: 'ink', lines: 1200 } as const),
      ...{ whole: 0.905, characterErrorRate: 0.0199, certain: { share: 0.915, right: 0.956 } },
    };
    const [first, none, unknown] = lineRows([
      numbers,
      { ...numbers, certain: { share: 0, right: 0 } },
      { ...numbers, input: 'picture', certain: undefined },
    ]);
    expect(first).toEqual({
      dataset: 'numbers',
      read: '1,200 lines, as ink',
      whole: '90.5%',
      wrong: '2.0%',
      certain: '92%',
      certainRight: '95.6%',
    });
    // Of none that is certain nothing can be right.
    expect(none).toMatchObject({ certain: '0%', certainRight: '–' });
    expect(unknown).toMatchObject({
      read: '1,200 lines, as pictures',
      certain: '–',
      certainRight: '–',
    });
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
