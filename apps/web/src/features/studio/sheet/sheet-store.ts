import { defineStore } from 'pinia';
import { useHistoryStore } from '../../history/history-store';
import { useBook } from './useBook';

/** What is drawn on the sheet for one character. */
export const useSheetStore = defineStore('sheet', () => {
  const { leave, ...book } = useBook('inkling-draft');
  useHistoryStore().onLeave(leave);
  return book;
});
