import { computed, ref, shallowRef, watch } from 'vue';
import { readDraft, writeDraft } from './draft';
import * as sheets from './sheet';
import { recall, remember } from '../../../shared/storage';

/**
 * What is drawn on a sheet, for its store. The book is replaced as a whole: strokes stay out of deep
 * reactivity.
 *
 * @param draftKey where the drawing is kept, so that it survives a reload
 */
export function useBook(draftKey: string) {
  const draft = readDraft(recall(sessionStorage, draftKey));
  const book = shallowRef<sheets.Book>(sheets.openBook(draft?.sheet));
  /** Which answer stands for a drawing, and whether it is final: a label makes it so. */
  const answers = new Map<number, { readonly id: string; readonly isFinal: boolean }>();
  if (draft?.prediction !== undefined) {
    answers.set(draft.sheet.drawing, { id: draft.prediction, isFinal: false });
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
  /** Ink that was drawn elsewhere. */
  const layInk = (strokes: readonly sheets.InkStroke[]): void =>
    turnTo(sheets.withInk(book.value, strokes));
  const clear = (): void => turnTo(sheets.cleared(book.value));
  const undo = (): void => turnTo(sheets.undone(book.value));
  const redo = (): void => turnTo(sheets.redone(book.value));
  const note = (said: string | null): void => turnTo(sheets.labelled(book.value, said));

  function turnTo(next: sheets.Book): void {
    book.value = next;
  }

  /** The answer that the next one of this drawing replaces, whatever the task. */
  function replacedBy(drawing: number): string | undefined {
    const stored = answers.get(drawing);
    return stored?.isFinal === false ? stored.id : undefined;
  }

  /** Remembers what stands for a drawing; nothing replaces what is final. */
  function settle(drawing: number, id: string, isFinal = false): void {
    answers.set(drawing, { id, isFinal });
    if (drawing === sheet.value.drawing) keep();
  }

  /** What is being deleted would be stored again with its next stroke. */
  function leave(ids: readonly string[]): void {
    const stored = answers.get(sheet.value.drawing);
    if (stored && ids.includes(stored.id)) turnTo(sheets.openBook());
  }

  function keep(): void {
    const { strokes, drawing } = sheet.value;
    const prediction = replacedBy(drawing);
    const text = strokes.length === 0 ? null : writeDraft({ strokes, prediction });
    remember(sessionStorage, draftKey, text);
  }

  /** The drawing has been dealt with: a reload starts with a blank sheet. */
  function dropDraft(): void {
    remember(sessionStorage, draftKey, null);
  }

  watch(sheet, keep);

  return {
    ...{ sheet, shown, penIsDown, blank, label, nextUndo, nextRedo },
    ...{ beginStroke, addStroke, liftPen, lay, layInk, clear, undo, redo, note },
    ...{ replacedBy, settle, leave, dropDraft },
  };
}
