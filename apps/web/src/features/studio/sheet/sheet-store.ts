import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { useHistoryStore } from '../../history/history-store';
import { readDraft, writeDraft } from './draft';
import * as sheets from './sheet';
import { recall, remember } from '../../../shared/storage';

const DRAFT_KEY = 'inkling-draft';

/** What is drawn. The book is replaced as a whole: strokes stay out of deep reactivity. */
export const useSheetStore = defineStore('sheet', () => {
  const draft = readDraft(recall(sessionStorage, DRAFT_KEY));
  const book = shallowRef<sheets.Book>(sheets.openBook(draft?.sheet));
  /** Which prediction stands for a drawing, and whether it is final: a label makes it so. */
  const predictions = new Map<number, { readonly id: string; readonly isFinal: boolean }>();
  if (draft?.prediction !== undefined) {
    predictions.set(draft.sheet.drawing, { id: draft.prediction, isFinal: false });
  }

  const sheet = computed(() => book.value.sheet);
  const blank = computed(() => sheets.isBlank(sheet.value));
  /** What its writer labelled it as. */
  const label = computed(() => book.value.label);
  const nextUndo = computed(() => sheets.nextUndo(book.value));
  const nextRedo = computed(() => book.value.future[0]);

  /** While a stroke grows. What it may leave is left when it is one: a palm, discarded, changes nothing. */
  const penIsDown = ref(false);
  let paper = sheets.blankSheet();
  const shown = computed(() =>
    penIsDown.value && sheets.isLeftByStroke(book.value) ? paper : sheet.value,
  );

  function beginStroke(): void {
    paper = sheets.blankSheet();
    penIsDown.value = true;
  }

  function addStroke(stroke: sheets.InkStroke): void {
    turnTo(sheets.withStroke(book.value, stroke, paper));
    liftPen();
  }

  function liftPen(): void {
    penIsDown.value = false;
  }

  const lay = (picture: Blob): void => turnTo(sheets.withPicture(book.value, picture));
  const clear = (): void => turnTo(sheets.cleared(book.value));
  const undo = (): void => turnTo(sheets.undone(book.value));
  const redo = (): void => turnTo(sheets.redone(book.value));
  const note = (said: string | null): void => turnTo(sheets.labelled(book.value, said));

  function turnTo(next: sheets.Book): void {
    book.value = next;
  }

  /** The prediction that the next one of this drawing replaces, whatever the task. */
  function replacedBy(drawing: number): string | undefined {
    const stored = predictions.get(drawing);
    return stored?.isFinal === false ? stored.id : undefined;
  }

  /** Remembers what stands for a drawing; nothing replaces what is final. */
  function settle(drawing: number, id: string, isFinal = false): void {
    predictions.set(drawing, { id, isFinal });
    if (drawing === sheet.value.drawing) keep();
  }

  // What is being deleted would be stored again with its next stroke.
  useHistoryStore().onLeave((ids) => {
    const stored = predictions.get(sheet.value.drawing);
    if (stored && ids.includes(stored.id)) turnTo(sheets.openBook());
  });

  function keep(): void {
    const { strokes, drawing } = sheet.value;
    const prediction = replacedBy(drawing);
    const text = strokes.length === 0 ? null : writeDraft({ strokes, prediction });
    remember(sessionStorage, DRAFT_KEY, text);
  }

  /** The drawing has been dealt with: a reload starts with a blank sheet. */
  function dropDraft(): void {
    remember(sessionStorage, DRAFT_KEY, null);
  }

  watch(sheet, keep);

  return {
    ...{ sheet, shown, penIsDown, blank, label, nextUndo, nextRedo },
    ...{
      beginStroke,
      addStroke,
      liftPen,
      lay,
      clear,
      undo,
      redo,
      note,
      replacedBy,
      settle,
      dropDraft,
    },
  };
});
