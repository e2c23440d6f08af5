import { describe, expect, it } from '@jest/globals';
import { RequestCounter } from './request-counter.js';

describe('RequestCounter', () => {
  it('allows the limit in a minute, and says how long to wait', () => {
    const counter = new RequestCounter(2);
    expect([counter.take('a', 0), counter.take('a', 1000)]).toEqual([0, 0]);
    expect(counter.take('a', 10_000)).toBe(50_000);
    expect(counter.take('b', 10_000)).toBe(0);
    expect(counter.take('a', 60_000)).toBe(0);
  });
});
