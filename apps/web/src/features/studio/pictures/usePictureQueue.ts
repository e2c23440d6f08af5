import { useTimeoutFn } from '@vueuse/core';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  NO_PICTURES,
  nextPicture,
  queueWords,
  withPictures,
  type PictureQueue,
} from './picture-queue';
import { useAnswerStore } from '../answer/answer-store';
import { useSheetStore } from '../sheet/sheet-store';

/** How long an answer is looked at before the next picture takes its place, in ms. */
const LOOK_MS = { answered: 1500, refused: 3000 };

/** Lays pictures on the sheet, each once the one before has its answer. Drawing on stops it. */
export function usePictureQueue() {
  const sheets = useSheetStore();
  const answer = useAnswerStore();
  const queue = shallowRef<PictureQueue>(NO_PICTURES);
  const waitMs = ref(0);
  const timer = useTimeoutFn(turn, waitMs, { immediate: false });

  function bring(files: readonly File[]): void {
    const isBusy = queue.value.waiting.length > 0;
    queue.value = withPictures(queue.value, files);
    if (!isBusy) lay();
  }

  function lay(): void {
    const { current } = queue.value;
    if (current) sheets.lay(current);
  }

  function turnIn(ms: number, isRead: boolean): void {
    waitMs.value = ms;
    timer.start(isRead);
  }

  function turn(isRead: boolean): void {
    timer.stop();
    // What is being said of this one belongs to it.
    if (answer.saying) turnIn(100, isRead);
    else {
      queue.value = nextPicture(queue.value, isRead);
      lay();
    }
  }

  watch([() => sheets.sheet, () => answer.phase], ([sheet, phase]) => {
    timer.stop();
    const { current, total } = queue.value;
    if (current === null) {
      if (sheet.picture === null) queue.value = NO_PICTURES;
    } else if (sheet.picture === current) {
      if (total > 1 && (phase === 'answered' || phase === 'refused')) {
        turnIn(LOOK_MS[phase], phase === 'answered');
      }
    } else if (sheets.blank) turn(true);
    else queue.value = NO_PICTURES;
  });

  return { bring, words: computed(() => queueWords(queue.value)) };
}
