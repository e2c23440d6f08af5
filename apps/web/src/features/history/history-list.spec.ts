import { describe, expect, it } from '@jest/globals';
import type { CorrectionResponse, HistoryItem } from '@inkling/contract';
import {
  drawingDays,
  placeAfterGone,
  without,
  withCorrection,
  withNewest,
  withoutGone,
  withPage,
} from './history-list';

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

  it('leaves out of a page what went while it was on its way, but not what was corrected', () => {
    const gone = { deleted: new Set(['a']), replaced: new Set(['b', 'c']) };
    const page = [item('d'), item('c', correction), item('b'), item('a', correction)];
    expect(ids(withoutGone(page, gone))).toBe('dc');
  });

  it('marks and unmarks one item, and leaves the former list alone', () => {
    const before = [item('b'), item('a')];
    const marked = withCorrection(before, 'a', correction);
    expect(marked.map((entry) => entry.correction)).toEqual([null, correction]);
    expect(before[1]!.correction).toBeNull();
    expect(withCorrection(marked, 'a', null)[1]!.correction).toBeNull();
  });

  it('leaves out what was deleted', () => {
    expect(ids(without([item('c'), item('b'), item('a')], ['a', 'c', 'x']))).toBe('b');
  });

  it('knows where the list goes on after what was deleted', () => {
    const items = [item('d'), item('c'), item('b'), item('a')];
    expect(placeAfterGone(items, [item('d'), item('b')])).toBe(1);
    expect(placeAfterGone(items, [item('a')])).toBe(3);
    expect(placeAfterGone(items, items)).toBe(0);
  });

  it('puts drawings under their days, by the clock of the reader', () => {
    const drawn = (id: string, at: string) => ({
      ...item(id),
      createdAt: new Date(at).toISOString(),
    });
    const items = [
      drawn('d', '2026-06-15T12:00:00'),
      drawn('c', '2026-06-15T00:00:00'),
      drawn('b', '2026-06-14T23:59:00'),
      drawn('a', '2026-05-03T14:05:00'),
    ];
    const now = new Date('2026-06-15T18:00:00').getTime();
    expect(drawingDays(items, now).map((day) => [day.name, ids(day.items)])).toEqual([
      ['Today', 'dc'],
      ['Yesterday', 'b'],
      [expect.stringMatching(/^Sunday,? 3 May 2026$/), 'a'],
    ]);
  });
});
