import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { createApp, effectScope, nextTick } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import { pretendBrowser, pretendServer } from '../../shared/testing/browser';
import type { Tiles } from './tiles';
import { useReviewSitting, type WallHandle } from './useReviewSitting';

const ID = '01900000-0000-7000-8000-000000000001';

/** A list of which everything is decided. */
const emptyList = (order: readonly string[] = []) => ({
  ...{ order, tiles: new Map() as unknown as Tiles<never>, view: { status: 'pending' as const } },
  ...{ loading: false, failure: '', exhausted: true, waitingHere: 0, away: 0, drift: 0 },
  ...{ open: async () => undefined, loadMore: async () => undefined, look: async () => undefined },
  ...{ decide: () => true, undo: () => [], tell: () => undefined },
});

describe('useReviewSitting', () => {
  let scope = effectScope();

  beforeEach(() => {
    pretendBrowser();
    pretendServer({});
    setActivePinia(createPinia());
    scope = effectScope();
  });
  afterEach(() => scope.stop());

  async function sit(path: string, list = emptyList(), wall: WallHandle | null = null) {
    const page = { template: '' };
    const router = createRouter({
      history: createMemoryHistory(),
      routes: [{ path: '/admin/review', component: page }],
    });
    await router.push(path);
    const app = createApp(page).use(router);
    return app.runWithContext(() =>
      scope.run(() =>
        useReviewSitting({
          ...{ of: 'lines', review: list, viewOf: () => list.view, queryOf: () => ({}) },
          ...{ commandOf: () => undefined, keysDialog: page, wall: () => wall },
        }),
      ),
    )!;
  }

  it('is done when nothing is left', async () => {
    expect((await sit('/admin/review?show=lines')).done.value).toBe(true);
  });

  it('shows what a link leads to, and decides about it, when nothing else is left', async () => {
    const { done, desk } = await sit(`/admin/review?show=lines&open=${ID}`);
    expect([done.value, desk.targets.value]).toEqual([false, [ID]]);
  });

  it('is done when the last one of the list is decided, although that is open', async () => {
    const { done } = await sit(`/admin/review?show=lines&open=${ID}`, emptyList([ID]));
    expect(done.value).toBe(true);
  });

  it('goes on in the wall when that is shown once more and nothing has the focus', async () => {
    const focus = jest.fn();
    const wall = { focus, shape: () => ({ columns: 1, rowsSeen: 1 }) };
    const { looksBack } = await sit('/admin/review?show=lines', emptyList([ID]), wall);
    looksBack.value = true;
    await nextTick();
    await nextTick();
    expect(focus).toHaveBeenCalledTimes(1);
  });
});
