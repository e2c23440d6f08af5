import { messageOf } from '@inkling/contract';
import { useEventListener, useTimeoutFn } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef } from 'vue';
import { useDeletionsStore } from '../deletions-store';

/** For so long something can be undone. */
const UNDO_MS = 6000;

/**
 * Things that are gone from sight at once and for good a few seconds later, so that undoing brings back
 * exactly what there was. Whoever leaves the page meanwhile has decided; what fails then is tried again.
 *
 * @param destroy does it for good, to all that wait; must go through also while the page is closed
 *   (`keepalive`), and do no harm where some of them are gone already
 */
export function useTakeBack<Item extends { readonly id: string }>(
  destroy: (items: readonly Item[]) => Promise<void>,
) {
  const deletions = useDeletionsStore();
  const waiting = shallowRef<readonly Item[]>([]);
  const gone = shallowRef<ReadonlySet<string>>(new Set());
  const failure = ref('');
  let isLeft = false;
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
      // Nothing of this page is shown any more.
      if (isLeft) return deletions.keep(() => destroy(items), error);
      // They are there still: shown again, with what went wrong.
      const back = new Set(items.map(({ id }) => id));
      gone.value = new Set([...gone.value].filter((id) => !back.has(id)));
      failure.value = messageOf(error);
    }
  }

  useEventListener('pagehide', () => void settle());
  onScopeDispose(() => {
    isLeft = true;
    void settle();
  });

  return { waiting, hidden, failure, takeBack, undo, settle };
}
