import { describe, expect, it } from '@jest/globals';
import { kindOptions, labelOptions, pairOf, pairOptions, pairValue } from './filter-options';

describe('the filters of a review', () => {
  it('tell confusions apart, whatever signs were confused', () => {
    for (const [predicted, label] of [
      ['7', '1'],
      ['>', '→'],
      ['>>', '>'],
      ['1', '→>'],
    ] as const) {
      expect(pairOf(pairValue(predicted, label))).toEqual({ predicted, label });
    }
    expect(pairOf('')).toEqual({ predicted: undefined, label: undefined });
  });

  it('keep what is chosen in the list when nothing of it is left', () => {
    const pairs = [{ predicted: '7', label: '1', count: 1200 }];
    expect(pairOptions(pairs, '').map(({ name }) => name)).toEqual([
      'All confusions',
      '7 → 1 (1,200)',
    ]);
    expect(pairOptions(pairs, pairValue('>', '4'))[1]!.name).toBe('> → 4');
    expect(pairOptions(pairs, pairValue('7', '1'))).toHaveLength(2);
    expect(labelOptions([{ label: '4', count: 1 }], '5').map(({ name }) => name)).toEqual([
      'All labels',
      '5',
      '4 (1)',
    ]);
  });

  it('offer imported samples where there are some', () => {
    const values = (...args: Parameters<typeof kindOptions>) =>
      kindOptions(...args).map(({ value }) => value);
    expect(values({ corrected: 2 })).toEqual(['', 'corrected', 'confirmed']);
    expect(values({ imported: 2 })).toContain('imported');
    expect(values({}, 'imported')).toContain('imported');
  });
});
