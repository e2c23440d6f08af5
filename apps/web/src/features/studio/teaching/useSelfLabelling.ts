import { useTimeoutFn } from '@vueuse/core';
import { computed, watch } from 'vue';
import { useAnswerStore } from '../answer/answer-store';
import { useSheetStore } from '../sheet/sheet-store';
import { pauseMs } from './teaching';

export interface SelfLabellingOptions {
  /** What each drawing counts as; `undefined` while drawings are left alone. */
  readonly label: () => string | undefined;
  /** How many strokes such a drawing has, where that is known. */
  readonly strokes?: () => number | undefined;
}

/**
 * Says of each drawing that it is a certain label, once it is read and no stroke follows. What is undone is left alone
 * until it grows.
 */
export function useSelfLabelling({ label, strokes = () => undefined }: SelfLabellingOptions) {
  const answer = useAnswerStore();
  const sheets = useSheetStore();
  /** The reading that a label was given to, or that had one before. */
  let seen: string | undefined;

  const isReady = computed(
    () => answer.phase === 'answered' && sheets.label === null && !answer.saying,
  );
  const waitMs = computed(() => pauseMs(sheets.sheet.strokes.length, strokes()));
  const timer = useTimeoutFn(sayIt, waitMs, { immediate: false });

  function sayIt(): void {
    timer.stop();
    const said = label();
    const id = answer.prediction?.id;
    if (said === undefined || !isReady.value || sheets.penIsDown || id === undefined) return;
    seen = id;
    void answer.say(said);
  }

  watch(
    [isReady, () => answer.prediction?.id, () => sheets.penIsDown, label] as const,
    ([ready, id, penIsDown, said]) => {
      timer.stop();
      if (sheets.label !== null) seen = id;
      if (ready && !penIsDown && said !== undefined && id !== seen) timer.start();
    },
    { immediate: true },
  );

  return {
    /** Without waiting any longer. */
    sayIt,
  };
}
