import { defineStore } from 'pinia';
import { useLineHistoryStore } from '../../history/line-history-store';
import { useBook } from '../sheet/useBook';

/** What is written on the line. */
export const useLineSheetStore = defineStore('line-sheet', () => {
  const { leave, ...book } = useBook('inkling-line-draft');
  useLineHistoryStore().onLeave(leave);
  return book;
});
