import { describe, expect, it } from '@jest/globals';
import type { CorrectionResponse, HistoryItem } from '@inkling/contract';
import { withCorrection, withNewest, withPage } from './history-list';

const item = (id: string, correction: HistoryItem['correction'] = null) =>
  ({ id, correction, label: '7' }) as HistoryItem;
const correction = { id: 'c', sampleId: 's', label: '1' } as CorrectionResponse;
const ids = (items: readonly HistoryItem[]) => items.map(({ id }) => id).join('');

describe('history list', () => {
  it('lists the newest first, once, in place of what it replaces', () => {
    expect(ids(withNewest([item('b'), item('a')], item('c'), 'b'))).toBe('ca');
    expect(ids(withNewest([item('b'), item('a')], item('b'), undefined))).toBe('ba');
  });

  it('keeps a replaced prediction that was corrected', () => {
    expect(ids(withNewest([item('b', correction), item('a')], item('c'), 'b'))).toBe('cba');
  });

  it('adds a page without doubles', () => {
    expect(ids(withPage([item('c'), item('b')], [item('b'), item('a')]))).toBe('cba');
  });

  it('marks and unmarks one item, and leaves the former list alone', () => {
    const before = [item('b'), item('a')];
    const marked = withCorrection(before, 'a', correction);
    expect(marked.map((entry) => entry.correction)).toEqual([null, correction]);
    expect(before[1]!.correction).toBeNull();
    expect(withCorrection(marked, 'a', null)[1]!.correction).toBeNull();
  });
});
