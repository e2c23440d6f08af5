import type { LineCorrectionResponse, LineHistoryItem, LineResponse } from '@inkling/contract';
import { defineStore } from 'pinia';
import { deleteLine, lineStrip, listLines, sendLineCorrection } from '../../shared/api/lines';
import { useRecentItems } from './useRecentItems';

/** One's own last lines, and what is done to any of them. */
export const useLineHistoryStore = defineStore('line-history', () => {
  const { enter, ...items } = useRecentItems<LineHistoryItem, LineCorrectionResponse>({
    length: 12,
    list: listLines,
    send: sendLineCorrection,
    givenIn: ({ text }) => text,
    destroy: (ids) => Promise.all(ids.map(deleteLine)),
  });
  const { recent } = items;

  /** @param strip what it looks like; asked for where that is empty */
  function add(line: LineResponse, strip: string, replaces: string | undefined): void {
    if (!line.correctable) return;
    const { id, task, text, probability, certain, model } = line;
    const createdAt = new Date().toISOString();
    const read = { id, task, text, probability, certain, model };
    enter({ ...read, createdAt, strip, correction: null }, replaces);
    if (strip === '') void showStrip(id);
  }

  /** Nothing depends on it: without it the list shows the text alone. */
  async function showStrip(id: string): Promise<void> {
    const strip = await lineStrip(id).catch(() => '');
    recent.value = recent.value.map((item) => (item.id === id ? { ...item, strip } : item));
  }

  return { ...items, add };
});
