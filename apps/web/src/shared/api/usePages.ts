import { messageOf } from '@inkling/contract';
import { onScopeDispose, ref, shallowRef } from 'vue';
import { ServerAway } from './errors';
import { useServerStore } from './server-store';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A list that comes in pages. What was asked for last is what is shown. */
export function usePages<T extends { readonly id: string }>(
  fetchPage: (cursor: string | undefined) => Promise<Page<T>>,
) {
  const server = useServerStore();
  const items = shallowRef<readonly T[]>([]);
  const nextCursor = ref<string | null>(null);
  const loading = ref(false);
  /** Whether anything was ever fetched: before that, nothing is not empty. */
  const loaded = ref(false);
  const failure = ref('');
  let asking = 0;
  onScopeDispose(() => asking++);

  const open = (): Promise<void> => load(undefined);

  async function loadMore(): Promise<void> {
    if (nextCursor.value !== null && !loading.value) await load(nextCursor.value);
  }

  async function load(cursor: string | undefined): Promise<void> {
    const mine = ++asking;
    loading.value = true;
    try {
      const page = await fetchPage(cursor);
      if (mine !== asking) return;
      failure.value = '';
      items.value = cursor === undefined ? page.items : [...items.value, ...page.items];
      nextCursor.value = page.nextCursor;
      loaded.value = true;
    } catch (error) {
      if (mine !== asking) return;
      if (error instanceof ServerAway) server.reportAway();
      failure.value = messageOf(error);
    }
    loading.value = false;
  }

  /** Shows one item as it is now. */
  function replace(item: T): void {
    items.value = items.value.map((former) => (former.id === item.id ? item : former));
  }

  return { items, nextCursor, loading, loaded, failure, open, loadMore, replace };
}
