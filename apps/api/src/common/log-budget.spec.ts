import { describe, expect, it } from '@jest/globals';
import { LogBudget } from './log-budget.js';

describe('LogBudget', () => {
  it('ends with a last line, each cause by itself, and begins anew after a minute', () => {
    const budget = new LogBudget(3);
    const take = (cause: string, nowMs: number) => budget.take(cause, nowMs);
    expect([0, 1, 2, 3, 4].map((at) => take('a', at))).toEqual([
      'write',
      'write',
      'last',
      'drop',
      'drop',
    ]);
    expect(take('b', 5)).toBe('write');
    expect(take('a', 59_999)).toBe('drop');
    expect(take('a', 60_000)).toBe('write');
  });

  it('forgets the oldest of very many causes', () => {
    const budget = new LogBudget(1);
    expect(budget.take('first', 0)).toBe('last');
    for (let count = 0; count < 10_000; count++) budget.take(`other ${count}`, 1);
    expect(budget.take('first', 2)).toBe('last');
  });
});
