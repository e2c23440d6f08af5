import { computed } from 'vue';
import { usePreferencesStore } from '../../../shared/preferences-store';
import { useAnswerStore } from '../answer/answer-store';
import { useSheetStore } from '../sheet/sheet-store';

/** What looks like several characters on the sheet for one can be read as a line. */
export function useHandover() {
  const sheets = useSheetStore();
  const answer = useAnswerStore();
  const preferences = usePreferencesStore();

  const offered = computed(
    () =>
      answer.phase === 'answered' &&
      answer.prediction?.several === true &&
      answer.correction === null &&
      answer.queued === null,
  );

  /** Takes what lies on the sheet to the line. */
  async function handOver(): Promise<void> {
    const { strokes, picture } = sheets.sheet;
    preferences.lineTask = preferences.asked === 'digits' ? 'digits' : 'text';
    // The line is no part of the first visit: its code is loaded when it is needed.
    const [{ useLineSheetStore }, { useLineStore }, { asLine }] = await Promise.all([
      import('./line-sheet-store'),
      import('./line-store'),
      import('./line-view'),
    ]);
    const lines = useLineSheetStore();
    // It reads what is laid on the sheet.
    useLineStore();
    if (picture) lines.lay(picture);
    else lines.layInk(asLine(strokes));
    preferences.surface = 'line';
  }

  return { offered, handOver };
}
