import { defineStore } from 'pinia';
import { useHistoryStore } from '../../history/history-store';
import { DRAFT_KEY } from './draft';
import { useBook } from './useBook';

/** What is drawn on the sheet for one character. */
export const useSheetStore = defineStore('sheet', () => {
  const { leave, ...book } = useBook(DRAFT_KEY);
  useHistoryStore().onLeave(leave);
  return book;
});
