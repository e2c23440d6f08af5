import type { CorrectionResponse, HistoryItem, PredictionResponse } from '@inkling/contract';
import { defineStore } from 'pinia';
import { useAlphabetsStore } from '../../shared/alphabets-store';
import { deletePredictions, listPredictions, sendCorrection } from '../../shared/api/predictions';
import { itemOf } from './history-list';
import { useRecentItems } from './useRecentItems';

/** One's own last drawings, and what is done to any of them. */
export const useHistoryStore = defineStore('history', () => {
  const alphabets = useAlphabetsStore();
  const { enter, ...items } = useRecentItems<HistoryItem, CorrectionResponse>({
    length: 24,
    list: listPredictions,
    send: sendCorrection,
    givenIn: ({ given }) => given,
    destroy: deletePredictions,
  });

  function add(prediction: PredictionResponse, replaces: string | undefined): void {
    if (!prediction.correctable) return;
    const found = alphabets.find(prediction.task);
    const alphabet = found ? { id: found.id, name: found.name } : null;
    enter(itemOf(prediction, Date.now(), alphabet), replaces);
  }

  return { ...items, add };
});
