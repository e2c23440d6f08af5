import { computed, watch } from 'vue';
import { useHistoryStore } from '../../history/history-store';
import { useAnswerStore } from '../answer/answer-store';
import { useSheetStore } from '../sheet/sheet-store';
import { useTeachingStore } from './teaching-store';
import { useSelfLabelling } from './useSelfLabelling';

/** Asks for two more drawings of a symbol that is new, and takes what is drawn then as that symbol. */
export function useTeaching() {
  const teaching = useTeachingStore();
  const history = useHistoryStore();
  const answer = useAnswerStore();
  const sheets = useSheetStore();

  watch(
    () => history.marked,
    (marked) => {
      if (!marked) return;
      const isOnSheet = marked.itemId === answer.prediction?.id;
      teaching.note(marked, isOnSheet ? sheets.sheet.strokes.length : undefined);
    },
    { flush: 'sync' },
  );
  useSelfLabelling({
    label: () => teaching.asking?.label,
    strokes: () => teaching.strokes,
  });

  /** Whether what is known now was drawn once more to see it read. */
  let wasTried = false;
  watch(
    () => [sheets.sheet.drawing, answer.phase] as const,
    ([drawing, phase], [former]) => {
      if (drawing !== former && wasTried) teaching.leave();
      if (drawing !== former) wasTried = false;
      const { teaching: known, asking } = teaching;
      const id = answer.prediction?.id;
      if (phase === 'answered' && known && !asking && id !== undefined) {
        wasTried ||= !known.items.includes(id);
      }
    },
  );

  /** What the sheet asks for. */
  const hint = computed(() => (teaching.asking ? `Draw ${teaching.asking.label}` : undefined));
  return { hint };
}
