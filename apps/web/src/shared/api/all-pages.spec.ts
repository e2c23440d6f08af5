import { expect, it } from '@jest/globals';
import { allPages } from './all-pages';

it('reads a list to its last page', async () => {
  const asked: (string | undefined)[] = [];
  const items = await allPages<number>(async (cursor) => {
    asked.push(cursor);
    return cursor === undefined
      ? { items: [1, 2], nextCursor: 'b' }
      : { items: [3], nextCursor: null };
  });
  expect(items).toEqual([1, 2, 3]);
  expect(asked).toEqual([undefined, 'b']);
});
