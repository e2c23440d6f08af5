import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPinia, setActivePinia } from 'pinia';
import { effectScope, nextTick, ref } from 'vue';
import { pretendBrowser, pretendServer } from '../testing/browser';
import { ServerAway, ServerProblem } from './errors';
import { useServerData, useServerPages } from './queries';
import { useServerStore } from './server-store';

interface Item {
  readonly id: string;
  readonly name?: string;
}

describe('queries', () => {
  let scope = effectScope();

  beforeEach(() => {
    pretendBrowser();
    pretendServer({});
    setActivePinia(createPinia());
    scope = effectScope();
  });
  afterEach(() => scope.stop());

  const inScope = <T>(work: () => T): T => scope.run(work)!;
  /** Until all that is due has been done. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
    await nextTick();
  };

  describe('useServerData', () => {
    it('keeps the former value until the next one is there; the latest question wins', async () => {
      const question = ref('a');
      const answers = new Map<string, (value: string) => void>();
      const aborted: string[] = [];
      const data = inScope(() =>
        useServerData('test', question, (asked, signal) => {
          signal.addEventListener('abort', () => aborted.push(asked));
          return new Promise<string>((resolve) => answers.set(asked, resolve));
        }),
      );
      expect([data.value.value, data.loading.value]).toEqual([null, true]);
      answers.get('a')!('A');
      await settle();
      expect([data.value.value, data.loading.value]).toEqual(['A', false]);

      question.value = 'b';
      await settle();
      question.value = 'c';
      await settle();
      expect([data.value.value, data.loading.value]).toEqual(['A', true]);
      answers.get('c')!('C');
      answers.get('b')!('B');
      await settle();
      expect([data.value.value, data.loading.value, aborted]).toEqual(['C', false, ['b']]);
    });

    it('says what the server refuses, and asks again when it is told to', async () => {
      let isRefused = true;
      const data = inScope(() =>
        useServerData('test', null, async () => {
          if (isRefused) throw new ServerProblem('It broke.', 500, 'x');
          return 1;
        }),
      );
      await settle();
      expect([data.failure.value, useServerStore().away]).toEqual(['It broke.', false]);
      isRefused = false;
      await data.load();
      expect([data.failure.value, data.value.value]).toEqual(['', 1]);
    });

    it('tells what is not there from what else the server refuses', async () => {
      const missing = async (status: number): Promise<boolean> => {
        const refuse = () => Promise.reject(new ServerProblem('No.', status, 'x'));
        const data = inScope(() => useServerData(`test ${status}`, null, refuse));
        await settle();
        return data.missing.value;
      };
      expect([await missing(404), await missing(429)]).toEqual([true, false]);
    });

    it('reports a server that is away, and asks again when it is back', async () => {
      const server = useServerStore();
      let asked = 0;
      const data = inScope(() =>
        useServerData('test', null, async () => {
          if (++asked === 1) throw new ServerAway();
          return asked;
        }),
      );
      await settle();
      expect([server.away, data.value.value]).toEqual([true, null]);
      server.away = false;
      await settle();
      expect([data.failure.value, data.value.value]).toEqual(['', 2]);
    });

    it('asks nothing while it is not enabled', async () => {
      const enabled = ref(false);
      let asked = 0;
      inScope(() => useServerData('test', null, async () => ++asked, { enabled }));
      await settle();
      expect(asked).toBe(0);
      enabled.value = true;
      await settle();
      expect(asked).toBe(1);
    });
  });

  describe('useServerPages', () => {
    it('adds pages to the list, each item once, and shows one as it is now', async () => {
      const pages: Record<string, { items: Item[]; nextCursor: string | null }> = {
        first: { items: [{ id: '1' }, { id: '2' }], nextCursor: 'more' },
        // What came meanwhile has pushed one item from the first page to the second.
        more: { items: [{ id: '2' }, { id: '3' }], nextCursor: null },
      };
      const list = inScope(() =>
        useServerPages<Item, null>(
          'test',
          null,
          async (_asked, cursor) => pages[cursor ?? 'first']!,
        ),
      );
      expect(list.loaded.value).toBe(false);
      await settle();
      expect([list.items.value.map(({ id }) => id), list.hasMore.value]).toEqual([
        ['1', '2'],
        true,
      ]);
      await list.loadMore();
      await settle();
      expect(list.items.value.map(({ id }) => id)).toEqual(['1', '2', '3']);
      expect(list.hasMore.value).toBe(false);
      list.replace({ id: '3', name: 'Mia' });
      await settle();
      expect(list.items.value[2]).toEqual({ id: '3', name: 'Mia' });
    });

    it('shows an item as it is now also after an answer that was on its way', async () => {
      const waiting: (() => void)[] = [];
      let isSlow = false;
      const list = inScope(() =>
        useServerPages<Item, null>('test', null, async (_asked, cursor) => {
          if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
          return cursor === undefined
            ? { items: [{ id: '1' }], nextCursor: 'more' }
            : { items: [{ id: '2' }], nextCursor: null };
        }),
      );
      await settle();
      isSlow = true;
      const more = list.loadMore();
      await settle();
      list.replace({ id: '1', name: 'Mia' });
      waiting.shift()!();
      await more;
      await settle();
      expect(list.items.value).toEqual([{ id: '1', name: 'Mia' }, { id: '2' }]);

      const again = list.load();
      await settle();
      list.replace({ id: '1', name: 'Ada' });
      isSlow = false;
      waiting.shift()!();
      await again;
      await settle();
      expect(list.items.value).toEqual([{ id: '1', name: 'Ada' }, { id: '2' }]);

      // What is asked afterwards is what the server knows.
      await list.load();
      await settle();
      expect(list.items.value).toEqual([{ id: '1' }, { id: '2' }]);
    });
  });
});
