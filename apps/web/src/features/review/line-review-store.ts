import { defineStore } from 'pinia';
import { USUAL_LINE_VIEW } from './line-address';
import { countLineCorrections, listLineCorrections, openLineCorrection } from './line-calls';
import { LINES } from './line-kind';
import { reviewList } from './review-list';
import { useReviewStore } from './review-store';

/** The review queue of lines. */
export const useLineReviewStore = defineStore('line-review', () => {
  const characters = useReviewStore();

  /** What was just decided of characters must not be shown as if it still waited, so that is sent first. */
  const afterCharacters =
    <Question extends unknown[], Answer>(
      ask: (...question: [...Question, AbortSignal]) => Promise<Answer>,
    ) =>
    async (...question: [...Question, AbortSignal]): Promise<Answer> => {
      await characters.sent();
      (question.at(-1) as AbortSignal).throwIfAborted();
      return ask(...question);
    };

  return {
    ...reviewList({
      ...{ kind: LINES, usual: USUAL_LINE_VIEW, pageLength: 60 },
      ...{ list: afterCharacters(listLineCorrections), count: countLineCorrections },
    }),
    openLine: afterCharacters(openLineCorrection),
  };
});
