import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { effectScope, nextTick } from 'vue';
import { ServerAway, ServerProblem } from '../api/errors';
import { useServerStore } from '../api/server-store';
import { useDeletionsStore } from '../deletions-store';
import { pretendBrowser, pretendServer } from '../testing/browser';
import { useTakeBack } from './useTakeBack';

describe('useTakeBack', () => {
  let page = effectScope();
  let failing: Error | null = null;
  const destroy = jest.fn(async (_items: readonly { id: string }[]) => {
    if (failing) throw failing;
  });
  const open = () => page.run(() => useTakeBack(destroy))!;
  /** Until what was begun has failed or not. */
  const settled = async (): Promise<void> => {
    await Promise.allSettled(destroy.mock.results.map(({ value }) => value));
    await nextTick();
  };

  beforeEach(() => {
    jest.useFakeTimers();
    pretendBrowser();
    pretendServer({});
    setActivePinia(createPinia());
    page = effectScope();
    failing = null;
    destroy.mockClear();
  });
  afterEach(() => {
    page.stop();
    jest.useRealTimers();
  });

  it('shows again what could not be deleted, while its page is open', async () => {
    failing = new ServerAway();
    const { takeBack, hidden, failure } = open();
    takeBack({ id: 'a' });
    expect(hidden.value.has('a')).toBe(true);
    await jest.advanceTimersByTimeAsync(6000);
    expect([hidden.value.has('a'), failure.value]).toEqual([false, 'Can’t reach the server.']);
    expect(useDeletionsStore().waiting).toEqual([]);
  });

  it('deletes when the server is back what failed after the page was left', async () => {
    failing = new ServerAway();
    open().takeBack({ id: 'a' }, { id: 'b' });
    page.stop();
    await settled();
    expect([useServerStore().away, useDeletionsStore().waiting.length]).toEqual([true, 1]);

    failing = null;
    useServerStore().away = false;
    await nextTick();
    await settled();
    expect(destroy.mock.calls).toEqual([
      [[{ id: 'a' }, { id: 'b' }]],
      [[{ id: 'a' }, { id: 'b' }]],
    ]);
    expect(useDeletionsStore()).toMatchObject({ waiting: [], failure: '' });
  });

  it('keeps what the server refuses after the page was left, to be tried again or dropped', async () => {
    failing = new ServerProblem('Too many requests.', 429, 'too_many_requests');
    const { takeBack, settle } = open();
    takeBack({ id: 'a' });
    // On its way when the page is left.
    const sent = settle();
    page.stop();
    await sent;
    const deletions = useDeletionsStore();
    expect([deletions.waiting.length, deletions.failure]).toEqual([1, 'Too many requests.']);
    await deletions.retry();
    expect([deletions.waiting.length, deletions.failure]).toEqual([1, 'Too many requests.']);
    deletions.drop();
    await deletions.retry();
    expect(destroy).toHaveBeenCalledTimes(2);
    expect(deletions.failure).toBe('');
  });
});
