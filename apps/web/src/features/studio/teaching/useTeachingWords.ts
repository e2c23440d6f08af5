import { computed } from 'vue';
import { useAnswerStore } from '../answer/answer-store';
import { useSheetStore } from '../sheet/sheet-store';
import { teachingWords } from './teaching';
import { useTeachingStore } from './teaching-store';

/** What is asked for while a symbol is taught; empty when none is. */
export function useTeachingWords() {
  const store = useTeachingStore();
  const answer = useAnswerStore();
  const sheets = useSheetStore();
  return computed(() =>
    store.teaching
      ? teachingWords(store.teaching, {
          itemId: answer.phase === 'answered' ? answer.prediction?.id : undefined,
          read: answer.prediction?.label,
          isLabelled: sheets.label !== null,
        })
      : '',
  );
}
