import { shallowRef, watch } from 'vue';
import { useServerPages, type Page } from '../../shared/api/queries';
import { useSessionStore } from '../../shared/session/session-store';
import { withCorrection, without, type Listed } from './history-list';
import type { Marked } from './useRecentItems';

interface PageQuery<Task> {
  limit: number;
  cursor?: string;
  task?: Task;
}

export interface HistoryPagesOptions<Item extends Listed, Task> {
  /** What is listed, apart from all else that pages ask. */
  readonly name: string;
  /** How many a page holds. */
  readonly length: number;
  readonly list: (query: PageQuery<Task>) => Promise<Page<Item>>;
  /** The store where items are corrected and deleted. */
  readonly history: {
    readonly marked: Marked<Item['correction'] & object> | null;
    readonly removed: readonly string[];
  };
}

/** All one's own drawings or lines in pages, of one task or of all. */
export function useHistoryPages<Item extends Listed, Task extends string>({
  name,
  length,
  list,
  history,
}: HistoryPagesOptions<Item, Task>) {
  const session = useSessionStore();
  const task = shallowRef<Task | 'all'>('all');

  /** Nothing is asked for a person who never drew. */
  const pages = useServerPages<Item, Task | 'all'>(
    name,
    task,
    async (asked, cursor) =>
      (await session.exists())
        ? list({
            limit: length,
            ...(cursor !== undefined && { cursor }),
            ...(asked !== 'all' && { task: asked }),
          })
        : { items: [], nextCursor: null },
    { keepsFormer: false },
  );

  watch(
    () => history.marked,
    (now) => now && pages.change((items) => withCorrection(items, now.itemId, now.correction)),
  );

  watch(
    () => history.removed,
    (ids) => pages.change((items) => without(items, ids)),
  );

  const { items, loading, hasMore, failure, loadMore } = pages;
  return { task, items, loading, hasMore, failure, loadMore };
}
