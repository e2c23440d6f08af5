import { expect, it } from '@jest/globals';
import { RecentMap } from './recent-map.js';

it('holds the newest entries only', () => {
  const map = new RecentMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  map.set('c', 4);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([3, undefined, 4]);
  expect([map.has('a'), map.has('b'), map.size]).toEqual([true, false, 2]);
});
