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
  /** Which prediction stands for a drawing, so that the next one takes its place, whatever the task. */
  const predictions = new Map<number, string>();
  if (draft?.prediction !== undefined) predictions.set(draft.sheet.drawing, draft.prediction);

  const sheet = computed(() => book.value.sheet);
  const blank = computed(() => sheets.isBlank(sheet.value));
  /** What its writer labelled it as. */
  const label = computed(() => book.value.label);
  const nextUndo = computed(() => sheets.nextUndo(book.value));
  const nextRedo = computed(() => book.value.future[0]);

  const addStroke = (stroke: sheets.InkStroke): void =>
    turnTo(sheets.withStroke(book.value, stroke));
  const lay = (picture: Blob): void => turnTo(sheets.withPicture(book.value, picture));
  const clear = (): void => turnTo(sheets.cleared(book.value));
  const undo = (): void => turnTo(sheets.undone(book.value));
  const redo = (): void => turnTo(sheets.redone(book.value));
  const note = (said: string | null): void => turnTo(sheets.labelled(book.value, said));
  /** An empty sheet, and no way back to this one. */
  const forget = (): void => turnTo(sheets.openBook());

  function turnTo(next: sheets.Book): void {
    book.value = next;
  }

  /** The prediction that the next one of this drawing replaces. */
  function predictionOf(drawing: number): string | undefined {
    return predictions.get(drawing);
  }

  /** Remembers what stands for a drawing; `null` when it is settled and nothing may replace it. */
  function settle(drawing: number, predictionId: string | null): void {
    if (predictionId === null) predictions.delete(drawing);
    else predictions.set(drawing, predictionId);
    if (drawing === sheet.value.drawing) keep();
  }

  function keep(): void {
    const { strokes, drawing } = sheet.value;
    const prediction = predictions.get(drawing);
    const text = strokes.length === 0 ? null : writeDraft({ strokes, prediction });
    remember(sessionStorage, DRAFT_KEY, text);
  }

  /** The drawing has been dealt with: a reload starts with a blank sheet. */
  function dropDraft(): void {
    remember(sessionStorage, DRAFT_KEY, null);
  }

  watch(sheet, keep);

  return {
    ...{ sheet, blank, label, nextUndo, nextRedo },
    ...{ addStroke, lay, clear, undo, redo, note, forget, predictionOf, settle, dropDraft },
  };
});
