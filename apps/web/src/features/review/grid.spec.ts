import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsIn, placeAfter, type Move } from './grid';

// 0 1 2 3
// 4 5 6 7
// 8 9
const shape = { columns: 4, count: 10, rowsSeen: 2 };

describe('placeAfter', () => {
  it.each<[Move, number, number]>([
    ['next', 3, 4],
    ['next', 9, 9],
    ['previous', 4, 3],
    ['previous', 0, 0],
    ['up', 6, 2],
    ['up', 2, 2],
    ['down', 1, 5],
    ['down', 5, 9],
    ['down', 7, 9],
    ['down', 8, 8],
    ['row-start', 6, 4],
    ['row-end', 5, 7],
    ['row-end', 8, 9],
    ['first', 7, 0],
    ['last', 0, 9],
    ['page-down', 1, 9],
    ['page-down', 3, 9],
    ['page-down', 9, 9],
    ['page-up', 9, 1],
    ['page-up', 6, 2],
    ['page-up', 2, 2],
  ])('%s from %i leads to %i', (move, from, to) => {
    expect(placeAfter(from, move, shape)).toBe(to);
  });

  it('has no place in an empty grid', () => {
    expect(placeAfter(0, 'next', { columns: 4, count: 0, rowsSeen: 2 })).toBe(-1);
  });

  it('never leaves the grid, and up undoes down', () => {
    const moves = fc.constantFrom<Move>('next', 'up', 'down', 'page-up', 'page-down', 'row-end');
    fc.assert(
      fc.property(
        fc.record({
          columns: fc.integer({ min: 1, max: 9 }),
          count: fc.integer({ min: 1, max: 60 }),
          rowsSeen: fc.integer({ min: 1, max: 5 }),
        }),
        fc.nat(80),
        moves,
        (grid, from, move) => {
          const to = placeAfter(from, move, grid);
          expect(to >= 0 && to < grid.count).toBe(true);
          const below = placeAfter(to, 'down', grid);
          if (below === to + grid.columns) expect(placeAfter(below, 'up', grid)).toBe(to);
        },
      ),
    );
  });
});

describe('columnsIn', () => {
  it('fits whole tiles, at least one', () => {
    expect([columnsIn(358, 70), columnsIn(349, 70), columnsIn(20, 70)]).toEqual([5, 4, 1]);
  });
});
