import type { CorrectionResponse, HistoryItem, PredictionResponse } from '@inkling/contract';
import { defineStore } from 'pinia';
import { deletePredictions, listPredictions, sendCorrection } from '../../shared/api/predictions';
import { itemOf } from './history-list';
import { useRecentItems } from './useRecentItems';

/** One's own last drawings, and what is done to any of them. */
export const useHistoryStore = defineStore('history', () => {
  const { enter, ...items } = useRecentItems<HistoryItem, CorrectionResponse>({
    length: 24,
    list: listPredictions,
    send: sendCorrection,
    destroy: deletePredictions,
  });

  function add(prediction: PredictionResponse, replaces: string | undefined): void {
    if (prediction.correctable) enter(itemOf(prediction, Date.now()), replaces);
  }

  return { ...items, add };
});
