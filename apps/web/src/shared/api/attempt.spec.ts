import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { attempt } from './attempt';
import { ServerAway, ServerProblem } from './errors';

describe('attempt', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const signal = () => new AbortController().signal;

  it('tries twice more while the server is away, and says so', async () => {
    const retries: number[] = [];
    let calls = 0;
    const answer = attempt(
      () => (++calls < 3 ? Promise.reject(new ServerAway()) : Promise.resolve('7')),
      { signal: signal(), onRetry: (retry) => retries.push(retry) },
    );
    await jest.advanceTimersByTimeAsync(2000);
    expect(await answer).toBe('7');
    expect(retries).toEqual([1, 2]);
  });

  it('gives up after that', async () => {
    let calls = 0;
    const answer = attempt(() => Promise.reject(new ServerAway({ cause: ++calls })), {
      signal: signal(),
    });
    const refused = expect(answer).rejects.toBeInstanceOf(ServerAway);
    await jest.advanceTimersByTimeAsync(5000);
    await refused;
    expect(calls).toBe(3);
  });

  it('does not repeat what the server refused', async () => {
    let calls = 0;
    const answer = attempt(
      () => {
        calls++;
        return Promise.reject(new ServerProblem('Nothing is drawn.', 422, 'nothing_drawn'));
      },
      { signal: signal() },
    );
    await expect(answer).rejects.toThrow('Nothing is drawn.');
    expect(calls).toBe(1);
  });

  it('ends an attempt that takes longer than 5 s', async () => {
    const reasons: boolean[] = [];
    const answer = attempt(
      (inner) =>
        new Promise<never>((_resolve, reject) =>
          inner.addEventListener('abort', () => {
            reasons.push(true);
            reject(inner.reason as Error);
          }),
        ),
      { signal: signal(), pausesMs: [] },
    );
    const late = expect(answer).rejects.toBeInstanceOf(ServerAway);
    await jest.advanceTimersByTimeAsync(4999);
    expect(reasons).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    await late;
  });

  it('stops at once when the caller aborts, also between attempts', async () => {
    const controller = new AbortController();
    let calls = 0;
    const answer = attempt(() => Promise.reject(new ServerAway({ cause: ++calls })), {
      signal: controller.signal,
      pausesMs: [1000],
    });
    const stopped = expect(answer).rejects.toThrow('enough');
    await jest.advanceTimersByTimeAsync(10);
    controller.abort(new Error('enough'));
    await stopped;
    await jest.advanceTimersByTimeAsync(5000);
    expect(calls).toBe(1);
  });
});
