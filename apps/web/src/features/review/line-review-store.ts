import { defineStore } from 'pinia';
import { USUAL_LINE_VIEW } from './line-address';
import { countLineCorrections, listLineCorrections, openLineCorrection } from './line-calls';
import { LINES } from './line-kind';
import { reviewList } from './review-list';
import { useReviewStore } from './review-store';

/** The review queue of lines. */
export const useLineReviewStore = defineStore('line-review', () => {
  const characters = useReviewStore();

  /** What was just decided of characters must not be shown as if it still waited. */
  async function sendCharacters(signal: AbortSignal): Promise<void> {
    await characters.sent();
    signal.throwIfAborted();
  }

  const list: typeof listLineCorrections = async (view, page, signal) => {
    await sendCharacters(signal);
    return listLineCorrections(view, page, signal);
  };

  const openLine: typeof openLineCorrection = async (id, signal) => {
    await sendCharacters(signal);
    return openLineCorrection(id, signal);
  };

  return {
    ...reviewList({
      ...{ kind: LINES, usual: USUAL_LINE_VIEW, pageLength: 60 },
      ...{ list, count: countLineCorrections },
    }),
    openLine,
  };
});
