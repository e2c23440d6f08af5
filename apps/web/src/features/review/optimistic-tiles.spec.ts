import { describe, expect, it } from '@jest/globals';
import type { ReviewConflict } from '@inkling/contract';
import { CHARACTERS } from './character-kind';
import { LINES } from './line-kind';
import { answered, begun, refused, revisionsOf } from './optimistic-tiles';
import { lineItem, reviewItem } from './testing/review-item';
import { awayFrom, withItems, type Tiles } from './tiles';
import { judged, restored, type Verdict } from './verdict';

const order = ['a', 'b', 'c'];
const wall = withItems(
  new Map(),
  order.map((id) => reviewItem(id)),
);
const decide = (tiles: Tiles, ids: readonly string[], verdict: Verdict) =>
  begun(tiles, ids, (item) => judged(CHARACTERS, item, verdict));
const item = (tiles: Tiles, id: string) => tiles.get(id)!.item;
const said = (id: string, status: 'approved' | 'rejected', revision: number, label = '1') => ({
  ...{ id, sampleId: id, status, revision, label },
});
const nothing = { items: [], missing: [], conflicts: [] };
const mia = { id: 'mia', name: 'Mia', isGuest: false };
const conflict = (
  id: string,
  change: Partial<Extract<ReviewConflict, { label: string }>> = {},
): ReviewConflict => ({
  ...{ id, status: 'rejected', label: '1', revision: 7, change: 'rejected' },
  ...{ by: mia, at: '2026-01-01T12:00:00.000Z' },
  ...change,
});

describe('decisions that are on their way', () => {
  it('are shown at once and confirmed by the answer', () => {
    const shown = decide(wall, ['a', 'b'], { decision: 'approve', as: '2' });
    expect(item(shown, 'a')).toMatchObject({ status: 'approved', reviewerLabel: '2' });
    expect(shown.get('a')!.sending).toBe(1);
    expect(item(wall, 'a').status).toBe('pending');
    const items = [said('a', 'approved', 2, '2'), said('b', 'approved', 5, '2')];
    const settled = answered(CHARACTERS, shown, ['a', 'b'], { ...nothing, items });
    expect(settled.get('a')!.sending).toBe(0);
    expect(item(settled, 'b')).toMatchObject({ reviewerLabel: '2', revision: 5 });
    expect(settled.get('c')).toBe(wall.get('c'));
  });

  it('go back to what the server told last when one is refused', () => {
    const shown = decide(wall, ['a'], { decision: 'approve' });
    expect(item(refused(shown, ['a']), 'a')).toEqual(item(wall, 'a'));
  });

  it('keep the later of two while the earlier is answered', () => {
    const twice = decide(decide(wall, ['a'], { decision: 'approve' }), ['a'], {
      decision: 'reject',
    });
    expect(revisionsOf(twice, ['a', 'gone'])).toEqual({ a: 3 });
    const first = answered(CHARACTERS, twice, ['a'], {
      ...nothing,
      items: [said('a', 'approved', 2)],
    });
    expect(item(first, 'a')).toMatchObject({ status: 'rejected', revision: 3 });
    // The second does not get through: the first stands.
    expect(item(refused(first, ['a']), 'a')).toMatchObject({ status: 'approved', revision: 2 });
  });

  it('are taken back to what was there before, with a revision of their own', () => {
    const former = item(wall, 'a');
    const shown = decide(wall, ['a'], { decision: 'approve', as: '4' });
    const back = begun(shown, ['a'], (now) => restored(now, former));
    expect(item(back, 'a')).toEqual({ ...former, revision: 3 });
  });
});

describe('what others did meanwhile', () => {
  it('is shown in place of one’s own decision', () => {
    const shown = decide(wall, ['a', 'b'], { decision: 'approve' });
    const told = { ...nothing, items: [said('b', 'approved', 2)], conflicts: [conflict('a')] };
    const settled = answered(CHARACTERS, shown, ['a', 'b'], told);
    expect(item(settled, 'a')).toMatchObject({ status: 'rejected', revision: 7 });
    expect(settled.get('a')!.conflict?.by).toEqual(mia);
    expect(settled.get('b')!.conflict).toBeNull();
    // Whoever decides now has seen it.
    expect(decide(settled, ['a'], { decision: 'approve' }).get('a')!.conflict).toBeNull();
  });

  it('changes the label that the writer gave when the writer spoke again', () => {
    const shown = decide(wall, ['a'], { decision: 'approve', as: '2' });
    const again = conflict('a', { change: 'corrected again', status: 'pending', label: '9' });
    const settled = answered(CHARACTERS, shown, ['a'], { ...nothing, conflicts: [again] });
    expect(item(settled, 'a')).toMatchObject({
      ...{ label: '9', reviewerLabel: null, status: 'pending', revision: 7 },
    });
  });

  it('takes an item out that its writer took back', () => {
    const shown = decide(wall, ['a'], { decision: 'approve' });
    const settled = answered(CHARACTERS, shown, ['a'], { ...nothing, missing: ['a'] });
    expect(settled.get('a')!.gone).toBe(true);
    expect(awayFrom(settled, order, 'pending')).toBe(1);
  });
});

describe('lines', () => {
  const lines = withItems(new Map(), [lineItem('a'), lineItem('b')]);
  const retype = { decision: 'approve', as: ' 2987 ' } as const;

  it('take in what the server and others made of them', () => {
    const shown = begun(lines, ['a', 'b'], (one) => judged(LINES, one, retype));
    const items = [
      { id: 'a', lineId: 'a', status: 'approved', text: '2987', revision: 2 } as const,
    ];
    const { label: _, ...told } = conflict('b') as Extract<ReviewConflict, { label: string }>;
    const again = { ...told, change: 'corrected again', status: 'pending', text: '2907' } as const;
    const settled = answered(LINES, shown, ['a', 'b'], { ...nothing, items, conflicts: [again] });
    expect(settled.get('a')!.sure).toMatchObject({ text: '2947', reviewerText: '2987' });
    expect(settled.get('b')!.item).toMatchObject({
      ...{ text: '2907', reviewerText: null, status: 'pending', revision: 7 },
    });
  });
});
