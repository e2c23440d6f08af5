import type { Task } from '@inkling/recognition';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { readDraft, writeDraft } from '../lib/draft';
import * as sheets from '../lib/sheet';
import { recall, remember } from '../lib/storage';

const DRAFT_KEY = 'inkling-draft';

/** What is drawn. The book is replaced as a whole: strokes stay out of deep reactivity. */
export const useSheetStore = defineStore('sheet', () => {
  const draft = readDraft(recall(sessionStorage, DRAFT_KEY));
  const book = shallowRef<sheets.Book>(sheets.openBook(draft?.sheet));
  /** Which prediction stands for a drawing in a task, so that the next one takes its place. */
  const predictions = new Map<number, Map<string, string>>();
  if (draft) predictions.set(draft.sheet.drawing, new Map(Object.entries(draft.predictions)));

  const sheet = computed(() => book.value.sheet);
  const blank = computed(() => sheets.isBlank(sheet.value));
  const canUndo = computed(() => book.value.past.length > 0);
  const canRedo = computed(() => book.value.future.length > 0);

  const addStroke = (stroke: sheets.InkStroke): void =>
    turnTo(sheets.withStroke(book.value, stroke));
  const lay = (picture: Blob): void => turnTo(sheets.withPicture(book.value, picture));
  const clear = (): void => turnTo(sheets.cleared(book.value));
  const undo = (): void => turnTo(sheets.undone(book.value));
  const redo = (): void => turnTo(sheets.redone(book.value));

  function turnTo(next: sheets.Book): void {
    book.value = next;
  }

  /** The prediction that the next one of this drawing and task replaces. */
  function predictionOf(drawing: number, task: Task): string | undefined {
    return predictions.get(drawing)?.get(task);
  }

  /** Remembers what stands for a drawing; `null` when it is settled and nothing may replace it. */
  function settle(drawing: number, task: Task, predictionId: string | null): void {
    const ofDrawing = predictions.get(drawing) ?? new Map<string, string>();
    if (predictionId === null) ofDrawing.delete(task);
    else ofDrawing.set(task, predictionId);
    predictions.set(drawing, ofDrawing);
    if (drawing === sheet.value.drawing) keep();
  }

  function keep(): void {
    const { strokes, drawing } = sheet.value;
    const ofDrawing = Object.fromEntries(predictions.get(drawing) ?? []);
    const text = strokes.length === 0 ? null : writeDraft({ strokes, predictions: ofDrawing });
    remember(sessionStorage, DRAFT_KEY, text);
  }

  /** The drawing has been dealt with: a reload starts with a blank sheet. */
  function dropDraft(): void {
    remember(sessionStorage, DRAFT_KEY, null);
  }

  watch(book, keep);

  return {
    ...{ sheet, blank, canUndo, canRedo },
    ...{ addStroke, lay, clear, undo, redo, predictionOf, settle, dropDraft },
  };
});
