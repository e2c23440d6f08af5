/** @own-sources with timers that are faked here */
import { afterEach, expect, it, jest } from '@jest/globals';
import { repeat } from './repeat.js';

afterEach(() => {
  jest.useRealTimers();
});

it('runs one after the other, also after a failure, until it is ended', async () => {
  jest.useFakeTimers();
  let [runs, atOnce] = [0, 0];
  const failures: unknown[] = [];
  const stop = repeat({
    firstAfterMs: 50,
    pauseMs: () => 100 * runs,
    work: async () => {
      expect(++atOnce).toBe(1);
      runs++;
      await Promise.resolve();
      atOnce--;
      if (runs === 1) throw new Error('the first one fails');
    },
    onFailure: (error) => failures.push(error),
  });
  expect(runs).toBe(0);
  await jest.advanceTimersByTimeAsync(50);
  expect(runs).toBe(1);
  expect(failures).toEqual([new Error('the first one fails')]);
  await jest.advanceTimersByTimeAsync(100);
  expect(runs).toBe(2);
  await jest.advanceTimersByTimeAsync(199);
  expect(runs).toBe(2);
  await jest.advanceTimersByTimeAsync(1);
  expect(runs).toBe(3);
  await stop();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(runs).toBe(3);
});

it('waits at its end for the run that is under way, which begins at once', async () => {
  let finish = (): void => undefined;
  let over = false;
  const stop = repeat({
    pauseMs: () => 0,
    work: async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      over = true;
    },
    onFailure: () => undefined,
  });
  const ended = stop();
  finish();
  await ended;
  expect(over).toBe(true);
});
