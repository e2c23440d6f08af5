/** @own-sources with timers that are faked here */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RetryTimer } from './retry-timer.js';

describe('the retry timer', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('never waits less than a second, nor so long that a browser does not wait at all', () => {
    for (const [ms, waitMs] of [
      [0, 1000],
      [9000, 9000],
      [2 ** 40, 2 ** 31 - 1],
    ] as const) {
      const again = jest.fn();
      new RetryTimer(again).start(ms);
      jest.advanceTimersByTime(waitMs - 1);
      expect(again).not.toHaveBeenCalled();
      jest.advanceTimersByTime(1);
      expect(again).toHaveBeenCalledTimes(1);
    }
  });

  it('waits twice as long after each failure in a row', () => {
    const again = jest.fn();
    const timer = new RetryTimer(again);
    for (const waitMs of [2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      timer.start();
      jest.advanceTimersByTime(waitMs - 1);
      expect(again).not.toHaveBeenCalled();
      jest.advanceTimersByTime(1);
      expect(again).toHaveBeenCalledTimes(1);
      again.mockClear();
    }
  });
});
