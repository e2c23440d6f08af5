import { computed, shallowRef } from 'vue';
import { useTakeBack } from '../../shared/ui/useTakeBack';
import type { Listed } from './history-list';

export interface ShownItemsOptions<Item> {
  readonly items: () => readonly Item[];
  /** The store that deletes them. */
  readonly history: {
    readonly leave: (ids: readonly string[]) => unknown;
    readonly remove: (ids: readonly string[]) => Promise<void>;
  };
  /** Such as `['Drawing', 'drawings']`. */
  readonly names: readonly [one: string, many: string];
}

/**
 * A list of one's own drawings or lines, one of which may be open in a dialog. What is removed is out of sight
 * at once, and deleted when it can't be undone any more.
 */
export function useShownItems<Item extends Listed>({
  items,
  history,
  names: [one, many],
}: ShownItemsOptions<Item>) {
  const { waiting, hidden, failure, takeBack, undo } = useTakeBack<Item>((gone) =>
    history.remove(gone.map(({ id }) => id)),
  );
  const shown = computed(() => items().filter(({ id }) => !hidden.value.has(id)));

  const chosenId = shallowRef<string | null>(null);
  const chosen = computed(() => shown.value.find(({ id }) => id === chosenId.value) ?? null);

  function remove(...gone: readonly Item[]): void {
    void history.leave(gone.map(({ id }) => id));
    takeBack(...gone);
    chosenId.value = null;
  }

  /** What was removed, for as long as it can be undone. */
  const words = computed(() => {
    const { length } = waiting.value;
    if (length === 0) return '';
    const what = length === 1 ? `${one} deleted` : `${length} ${many} deleted`;
    const taught = waiting.value.some(({ correction }) => correction !== null);
    return taught
      ? `${what}, and what was learned from ${length === 1 ? 'it' : 'them'}.`
      : `${what}.`;
  });

  return { shown, chosenId, chosen, failure, words, remove, undo };
}
