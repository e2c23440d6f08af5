import type { LineHistoryItem } from '@inkling/contract';
import { computed } from 'vue';
import { useTakeBack } from '../../shared/ui/useTakeBack';
import { useLineHistoryStore } from './line-history-store';

/** Lines of one's own that are out of sight at once, and deleted when they can't be undone any more. */
export function useLineDeletion() {
  const history = useLineHistoryStore();
  const { waiting, hidden, failure, takeBack, undo } = useTakeBack<LineHistoryItem>((items) =>
    history.remove(items.map(({ id }) => id)),
  );

  function remove(item: LineHistoryItem): void {
    void history.leave([item.id]);
    takeBack(item);
  }

  const words = computed(() => {
    const many = waiting.value.length;
    if (many === 0) return '';
    const what = many === 1 ? 'Line deleted' : `${many} lines deleted`;
    const taught = waiting.value.some(({ correction }) => correction !== null);
    return taught
      ? `${what}, and what was learned from ${many === 1 ? 'it' : 'them'}.`
      : `${what}.`;
  });

  return { hidden, failure, words, remove, undo };
}
