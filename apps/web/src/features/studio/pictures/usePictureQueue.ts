import { useTimeoutFn } from '@vueuse/core';
import { computed, ref, shallowRef, watch } from 'vue';
import {
  NO_PICTURES,
  nextPicture,
  queueWords,
  withPictures,
  type PictureQueue,
} from './picture-queue';
import type { Phase } from '../answer/phase';
import type { Sheet } from '../sheet/sheet';

/** How long an answer is looked at before the next picture takes its place, in ms. */
const LOOK_MS = { answered: 1500, refused: 3000 };
const BUSY_MS = 100;

interface Sheets {
  readonly sheet: Sheet;
  readonly blank: boolean;
  lay(picture: Blob): void;
}

export interface PictureQueueOptions {
  readonly phase: () => Phase;
  /** The picture on the sheet is being worked on: the next one waits. */
  readonly isBusy: () => boolean;
  /** @defaultValue 1500 for an answer, 3000 where there is none */
  readonly lookMs?: typeof LOOK_MS;
}

/** Lays pictures on the sheet, each once the one before has its answer. Drawing on stops it. */
export function usePictureQueue(
  sheets: Sheets,
  { phase: phaseNow, isBusy: isWorkedOn, lookMs = LOOK_MS }: PictureQueueOptions,
) {
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
    if (isWorkedOn()) turnIn(BUSY_MS, isRead);
    else {
      queue.value = nextPicture(queue.value, isRead);
      lay();
    }
  }

  watch([() => sheets.sheet, phaseNow] as const, ([sheet, phase]) => {
    timer.stop();
    const { current, total } = queue.value;
    if (current === null) {
      if (sheet.picture === null) queue.value = NO_PICTURES;
    } else if (sheet.picture === current) {
      if (total > 1 && (phase === 'answered' || phase === 'refused')) {
        turnIn(lookMs[phase], phase === 'answered');
      }
    } else if (sheets.blank) turn(true);
    else queue.value = NO_PICTURES;
  });

  return { bring, words: computed(() => queueWords(queue.value)) };
}
