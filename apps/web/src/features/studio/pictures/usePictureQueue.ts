import { computed, onScopeDispose, shallowRef, watch } from 'vue';
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
  let timer: ReturnType<typeof setTimeout> | undefined;

  function bring(files: readonly File[]): void {
    const isBusy = queue.value.waiting.length > 0;
    queue.value = withPictures(queue.value, files);
    if (!isBusy) lay();
  }

  function lay(): void {
    const { current } = queue.value;
    if (current) sheets.lay(current);
  }

  function turn(isRead: boolean): void {
    clearTimeout(timer);
    // What is being said of this one belongs to it.
    if (answer.saying) timer = setTimeout(() => turn(isRead), 100);
    else {
      queue.value = nextPicture(queue.value, isRead);
      lay();
    }
  }

  watch([() => sheets.sheet, () => answer.phase], ([sheet, phase]) => {
    clearTimeout(timer);
    const { current, total } = queue.value;
    if (current === null) {
      if (sheet.picture === null) queue.value = NO_PICTURES;
    } else if (sheet.picture === current) {
      if (total > 1 && (phase === 'answered' || phase === 'refused')) {
        timer = setTimeout(() => turn(phase === 'answered'), LOOK_MS[phase]);
      }
    } else if (sheets.blank) turn(true);
    else queue.value = NO_PICTURES;
  });
  onScopeDispose(() => clearTimeout(timer));

  return { bring, words: computed(() => queueWords(queue.value)) };
}
