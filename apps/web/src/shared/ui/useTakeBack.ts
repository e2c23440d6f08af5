import { messageOf } from '@inkling/contract';
import { useEventListener, useTimeoutFn } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';

/** For so long something can be undone. */
const UNDO_MS = 6000;

/**
 * Things that are gone from sight at once and for good a few seconds later, so that undoing brings back
 * exactly what there was. Whoever leaves the page meanwhile has decided.
 *
 * @param destroy does it for good, to all that wait; must go through also while the page is closed
 *   (`keepalive`)
 */
export function useTakeBack<Item extends { readonly id: string }>(
  destroy: (items: readonly Item[]) => Promise<void>,
) {
  const waiting = shallowRef<readonly Item[]>([]);
  const gone = shallowRef<ReadonlySet<string>>(new Set());
  const failure = ref('');
  const timer = useTimeoutFn(() => void settle(), UNDO_MS, { immediate: false });

  const hidden = computed(
    () => new Set([...gone.value, ...waiting.value.map((item) => item.id)]) as ReadonlySet<string>,
  );

  function takeBack(...items: readonly Item[]): void {
    failure.value = '';
    waiting.value = [...waiting.value, ...items];
    timer.start();
  }

  function undo(): void {
    timer.stop();
    waiting.value = [];
  }

  async function settle(): Promise<void> {
    timer.stop();
    const items = waiting.value;
    if (items.length === 0) return;
    waiting.value = [];
    gone.value = new Set([...gone.value, ...items.map(({ id }) => id)]);
    try {
      await destroy(items);
    } catch (error) {
      // They are there still: shown again, with what went wrong.
      const back = new Set(items.map(({ id }) => id));
      gone.value = new Set([...gone.value].filter((id) => !back.has(id)));
      failure.value = messageOf(error);
    }
  }

  const leave = (): void => void settle();
  useEventListener('pagehide', leave);
  onScopeDispose(leave);

  return { waiting, hidden, failure, takeBack, undo, settle };
}
