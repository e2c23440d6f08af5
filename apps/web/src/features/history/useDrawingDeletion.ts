import type { HistoryItem } from '@inkling/contract';
import { computed } from 'vue';
import { useHistoryStore } from './history-store';
import { useTakeBack } from '../../shared/ui/useTakeBack';

/** Drawings of one's own that are out of sight at once, and deleted when they can't be undone any more. */
export function useDrawingDeletion() {
  const history = useHistoryStore();
  const { waiting, hidden, failure, takeBack, undo } = useTakeBack<HistoryItem>((items) =>
    history.remove(items.map(({ id }) => id)),
  );

  function remove(items: readonly HistoryItem[]): void {
    void history.leave(items.map(({ id }) => id));
    takeBack(...items);
  }

  const words = computed(() => {
    const many = waiting.value.length;
    if (many === 0) return '';
    const what = many === 1 ? 'Drawing deleted' : `${many} drawings deleted`;
    const taught = waiting.value.some(({ correction }) => correction !== null);
    return taught
      ? `${what}, and what was learned from ${many === 1 ? 'it' : 'them'}.`
      : `${what}.`;
  });

  return { hidden, failure, words, remove, undo };
}
