import { messageOf } from '@inkling/contract';
import { useTimeoutFn } from '@vueuse/core';
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { useHistoryStore } from '../history/history-store';
import { useAnswerStore } from '../studio/answer/answer-store';
import { useOutboxStore } from '../studio/outbox/outbox-store';
import { useSheetStore } from '../studio/sheet/sheet-store';
import { useSelfLabelling } from '../studio/teaching/useSelfLabelling';
import {
  beginRound,
  finished,
  goneBack,
  goneOn,
  isOver,
  labelNow,
  lastDrawn,
  withDrawn,
  withoutDrawn,
  withTold,
  type Drawn,
  type Round,
} from './round';

/** So long what was saved is seen before the next label takes its place, in ms. */
const LOOK_MS = 700;

/** A guided round on the studio's sheet: each drawing is read and corrected to the label that is asked for. */
export function useRound() {
  const answer = useAnswerStore();
  const sheets = useSheetStore();
  const history = useHistoryStore();
  const outbox = useOutboxStore();

  const round = shallowRef<Round>(beginRound([]));
  const failure = ref('');
  const label = computed(() => labelNow(round.value));
  const isSaved = computed(() => sheets.label !== null && !answer.saying);
  const canUndo = computed(
    () => isSaved.value || !sheets.blank || lastDrawn(round.value) !== undefined,
  );
  const onward = useTimeoutFn(next, LOOK_MS, { immediate: false });
  const { sayIt } = useSelfLabelling({ label: () => label.value });

  function begin(labels: readonly string[]): void {
    round.value = beginRound(labels);
    sheets.clear();
  }

  /** Saves what is drawn, or goes on to the next label: after what was saved, or past what is skipped. */
  function next(): void {
    onward.stop();
    if (!sheets.blank && !isSaved.value) return save();
    sheets.clear();
    round.value = goneOn(round.value);
  }

  function save(): void {
    if (label.value === undefined) return;
    if (answer.phase === 'answered') sayIt();
    // Kept until its answer is there.
    else void answer.say(label.value);
  }

  function back(): void {
    onward.stop();
    sheets.clear();
    round.value = goneBack(round.value);
  }

  function finish(): void {
    onward.stop();
    sheets.clear();
    round.value = finished(round.value);
  }

  /** Takes back the last thing: a label, a stroke, or with an empty sheet the drawing before. */
  async function undo(): Promise<void> {
    onward.stop();
    failure.value = '';
    const at = lastDrawn(round.value);
    if (isSaved.value) {
      await answer.undo();
      if (!isSaved.value && at === round.value.at) round.value = withoutDrawn(round.value, at);
    } else if (!sheets.blank) sheets.undo();
    else if (at !== undefined) await takeBack(at);
  }

  async function takeBack(at: number): Promise<void> {
    const drawn = round.value.drawn.get(at)!;
    const { drawing, correctionId } = drawn;
    const id = idOf(drawn);
    try {
      const waited = await outbox.drop(drawing);
      if (!waited && correctionId !== null) await history.takeBack(id, correctionId);
      if (drawn.onDevice) await answer.unlearn(id);
      round.value = withoutDrawn(round.value, at);
    } catch (error) {
      failure.value = messageOf(error);
    }
  }

  /** What the history and the device know a drawing by. */
  const idOf = ({ drawing, itemId }: Drawn): string => outbox.idOf(drawing) ?? itemId ?? '';

  /** What was said of the drawing on the sheet, sent or not. */
  watch([isSaved, () => answer.correction?.id] as const, ([saved, correctionId]) => {
    if (!saved || isOver(round.value) || sheets.label !== label.value) return;
    const itemId = answer.prediction?.id ?? null;
    const onDevice = answer.prediction?.onDevice === true;
    const { drawing } = sheets.sheet;
    const told = onDevice ? null : (correctionId ?? null);
    round.value = withDrawn(round.value, { drawing, itemId, onDevice, correctionId: told });
    onward.start();
  });
  // The outbox has sent it, which may be long after its sheet was left.
  watch(
    () => history.marked,
    (marked) => {
      if (!marked) return;
      const { itemId, correction } = marked;
      // A device's own correction has the id of its answer.
      const correctionId = correction?.id === itemId ? null : (correction?.id ?? null);
      const is = (drawn: Drawn): boolean => idOf(drawn) === itemId;
      round.value = withTold(round.value, is, { itemId, correctionId });
    },
    { flush: 'sync' },
  );
  watch(
    () => sheets.penIsDown,
    (penIsDown) => penIsDown && onward.stop(),
  );

  answer.only = 'characters';
  onScopeDispose(() => {
    onward.stop();
    sheets.clear();
    answer.only = null;
  });

  return { round, label, isSaved, canUndo, failure, begin, next, back, undo, finish };
}
