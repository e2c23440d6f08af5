import { describe, expect, it } from '@jest/globals';
import { CHARACTERS } from './character-kind';
import { begun } from './optimistic-tiles';
import { reviewItem } from './testing/review-item';
import { awayFrom, lookAlikes, nextIn, withItems, type Tiles } from './tiles';
import { judged, type Verdict } from './verdict';

const order = ['a', 'b', 'c'];
const wall = withItems(
  new Map(),
  order.map((id) => reviewItem(id)),
);
const decide = (tiles: Tiles, ids: readonly string[], verdict: Verdict) =>
  begun(tiles, ids, (item) => judged(CHARACTERS, item, verdict));
const item = (tiles: Tiles, id: string) => tiles.get(id)!.item;

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
