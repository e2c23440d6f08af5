import { describe, expect, it } from '@jest/globals';
import type { ReviewConflict } from '@inkling/contract';
import { reviewItem } from './testing/review-item';
import {
  answered,
  awayFrom,
  begun,
  judged,
  lookAlikes,
  nextIn,
  refused,
  restored,
  revisionsOf,
  withItems,
  type Tiles,
  type Verdict,
} from './tiles';

const order = ['a', 'b', 'c'];
const wall = withItems(
  new Map(),
  order.map((id) => reviewItem(id)),
);
const decide = (tiles: Tiles, ids: readonly string[], verdict: Verdict) =>
  begun(tiles, ids, (item) => judged(item, verdict));
const item = (tiles: Tiles, id: string) => tiles.get(id)!.item;
const said = (id: string, status: 'approved' | 'rejected', revision: number, label = '1') => ({
  ...{ id, sampleId: id, status, revision, label },
});
const nothing = { items: [], missing: [], conflicts: [] };
const mia = { id: 'mia', name: 'Mia', isGuest: false };
const conflict = (id: string, change: Partial<ReviewConflict> = {}): ReviewConflict => ({
  ...{ id, status: 'rejected', label: '1', revision: 7, change: 'rejected' },
  ...{ by: mia, at: '2026-01-01T12:00:00.000Z' },
  ...change,
});

describe('judged', () => {
  it('does to an item what the server will', () => {
    const one = reviewItem('a');
    expect(judged(one, { decision: 'approve' })).toMatchObject({
      ...{ status: 'approved', reviewerLabel: null, revision: 2 },
    });
    expect(judged(one, { decision: 'approve', label: '2' })).toMatchObject({ reviewerLabel: '2' });
    expect(judged(one, { decision: 'approve', label: '1' })).toMatchObject({ reviewerLabel: null });
    const relabelled = { ...one, reviewerLabel: '2' };
    expect(judged(relabelled, { decision: 'reject' })).toMatchObject({
      ...{ status: 'rejected', reviewerLabel: null },
    });
    expect(judged(relabelled, { decision: 'reopen' })).toMatchObject({ status: 'pending' });
  });

  it('takes the class that a letter stands for', () => {
    const letter = reviewItem('a', { task: 'letters', network: 'characters', label: 'O' });
    expect(judged(letter, { decision: 'approve', label: 'c' }).reviewerLabel).toBe('C');
    expect(judged(letter, { decision: 'approve', label: 'o' }).reviewerLabel).toBeNull();
  });
});

describe('decisions that are on their way', () => {
  it('are shown at once and confirmed by the answer', () => {
    const shown = decide(wall, ['a', 'b'], { decision: 'approve', label: '2' });
    expect(item(shown, 'a')).toMatchObject({ status: 'approved', reviewerLabel: '2' });
    expect(shown.get('a')!.sending).toBe(1);
    expect(item(wall, 'a').status).toBe('pending');
    const items = [said('a', 'approved', 2, '2'), said('b', 'approved', 5, '2')];
    const settled = answered(shown, ['a', 'b'], { ...nothing, items });
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
    const first = answered(twice, ['a'], { ...nothing, items: [said('a', 'approved', 2)] });
    expect(item(first, 'a')).toMatchObject({ status: 'rejected', revision: 3 });
    // The second does not get through: the first stands.
    expect(item(refused(first, ['a']), 'a')).toMatchObject({ status: 'approved', revision: 2 });
  });

  it('are taken back to what was there before, with a revision of their own', () => {
    const former = item(wall, 'a');
    const shown = decide(wall, ['a'], { decision: 'approve', label: '4' });
    const back = begun(shown, ['a'], (now) => restored(now, former));
    expect(item(back, 'a')).toEqual({ ...former, revision: 3 });
  });
});

describe('what others did meanwhile', () => {
  it('is shown in place of one’s own decision', () => {
    const shown = decide(wall, ['a', 'b'], { decision: 'approve' });
    const told = { ...nothing, items: [said('b', 'approved', 2)], conflicts: [conflict('a')] };
    const settled = answered(shown, ['a', 'b'], told);
    expect(item(settled, 'a')).toMatchObject({ status: 'rejected', revision: 7 });
    expect(settled.get('a')!.conflict?.by).toEqual(mia);
    expect(settled.get('b')!.conflict).toBeNull();
    // Whoever decides now has seen it.
    expect(decide(settled, ['a'], { decision: 'approve' }).get('a')!.conflict).toBeNull();
  });

  it('changes the label that the writer gave when the writer spoke again', () => {
    const shown = decide(wall, ['a'], { decision: 'approve', label: '2' });
    const again = conflict('a', { change: 'corrected again', status: 'pending', label: '9' });
    const settled = answered(shown, ['a'], { ...nothing, conflicts: [again] });
    expect(item(settled, 'a')).toMatchObject({
      ...{ label: '9', reviewerLabel: null, status: 'pending', revision: 7 },
    });
  });

  it('takes an item out that its writer took back', () => {
    const shown = decide(wall, ['a'], { decision: 'approve' });
    const settled = answered(shown, ['a'], { ...nothing, missing: ['a'] });
    expect(settled.get('a')!.gone).toBe(true);
    expect(awayFrom(settled, order, 'pending')).toBe(1);
  });
});

describe('the list', () => {
  it('counts what was decided away, and finds the next to decide', () => {
    const some = decide(wall, ['b'], { decision: 'reject' });
    expect(awayFrom(some, order, 'pending')).toBe(1);
    expect(nextIn(some, order, 'pending', 1)).toBe(2);
    expect(nextIn(some, order, 'pending', 3)).toBe(0);
    const all = decide(wall, order, { decision: 'approve' });
    expect(nextIn(all, order, 'pending', 0)).toBe(-1);
    expect(nextIn(all, order, 'approved', 1)).toBe(1);
  });

  it('adds a page without forgetting what was decided on the pages before', () => {
    const some = decide(wall, ['a'], { decision: 'approve' });
    const more = withItems(some, [reviewItem('a'), reviewItem('d')]);
    expect(item(more, 'a').status).toBe('approved');
    expect([...more.keys()]).toEqual(['a', 'b', 'c', 'd']);
  });

  it('finds look-alikes that are still to be judged alike', () => {
    const tiles = withItems(new Map(), [
      ...['a', 'b', 'c'].map((id) => reviewItem(id)),
      reviewItem('d', { clusterId: 'other' }),
    ]);
    const some = decide(tiles, ['b'], { decision: 'approve' });
    expect(lookAlikes(some, ['a', 'b', 'c', 'd'], 'a')).toEqual(['a', 'c']);
    expect(lookAlikes(some, order, 'nobody')).toEqual([]);
  });
});
