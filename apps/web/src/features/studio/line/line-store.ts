import type { LineCorrectionResponse } from '@inkling/contract';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import type { LineQuestion } from '../../../shared/api/lines';
import { usePreferencesStore } from '../../../shared/preferences-store';
import type { ReadLine } from '../../device/read-answer';
import { useLineHistoryStore } from '../../history/line-history-store';
import { useOutboxStore } from '../outbox/outbox-store';
import { useDevice } from '../answer/useDevice';
import { useSheetAnswer } from '../answer/useSheetAnswer';
import type { Sheet } from '../sheet/sheet';
import { alignTexts, carryEdits, characterPlaces, withLabel } from './alignment';
import { useLineSettingsStore } from './line-settings-store';
import { useLineSheetStore } from './line-sheet-store';
import { LINE_TIMEOUT_MS, readLine } from './read-line';
import { stripOf } from './strip';

/** A line is written with many liftings of the pen: longer than between two strokes of one character. */
const PAUSE_MS = 500;
/** The answer, and what else the whole line may say. */
const TOP = 4;

/** What the line is read as, what its writer makes of that, and what is learned. */
export const useLineStore = defineStore('line', () => {
  const sheets = useLineSheetStore();
  const settings = useLineSettingsStore();
  const preferences = usePreferencesStore();
  const history = useLineHistoryStore();
  const device = useDevice();

  /** What it says: the answer, or what its writer made of it. */
  const text = ref('');
  /** The character whose candidates are shown, by its number. */
  const selected = ref<number | null>(null);
  /** What was asked last. */
  let asked: Pick<LineQuestion, 'task' | 'pattern' | 'words'> = { task: preferences.lineTask };

  const answering = useSheetAnswer<ReadLine, LineQuestion, LineCorrectionResponse>({
    ...{ sheets, history, device, questionOf, pauseMs: PAUSE_MS, timeoutMs: LINE_TIMEOUT_MS },
    task: () => preferences.lineTask,
    readingOf: (lineTask) => ({ lineTask }),
    readHere: device.readLine,
    readByServer: readLine,
    list: (line, { strokes }, { replaces }) => history.add(line, stripOf(strokes), replaces),
    learn: device.learnLine,
    givenIn: (given) => given.text,
    post: useOutboxStore().postLine,
    onAsk: () => (asked = { task: preferences.lineTask, ...settings.now }),
    onAnswer(next, former) {
      const read = next?.text ?? '';
      text.value = former ? carryEdits(former.text, text.value, read) : read;
      selected.value = null;
    },
    onSaid: (said) => (text.value = said),
  });
  const { phase, answer, correction, queued, saying, takenBack, canUndo, canRedo } = answering;
  const { sentence, refusal, retry, ask, say, undo, redo, hold, goOn } = answering;

  /** What is written does not fit the pattern or the list, yet: nothing went wrong. */
  const isUnfitting = computed(() => refusal.value === 'nothing_fits');
  /** Where the characters of the answer stand in its text. */
  const places = computed(() => characterPlaces(answer.value?.text ?? ''));
  /** What stands for each character now; empty for one that was removed. */
  const shown = computed(() => {
    const { fates } = alignTexts(answer.value?.text ?? '', text.value);
    return places.value.map((place) => {
      const fate = fates[place];
      return !fate || fate.kind === 'gone' ? '' : text.value[fate.at]!;
    });
  });
  const edited = computed(() => answer.value !== null && text.value !== answer.value.text);
  /** Whether there is something to confirm that the server does not have yet. */
  const canConfirm = computed(
    () =>
      answer.value !== null &&
      text.value.trim() !== '' &&
      phase.value !== 'refused' &&
      text.value !== sheets.label,
  );

  function questionOf(sheet: Sheet): LineQuestion {
    const replaces = sheets.replacedBy(sheet.drawing);
    return {
      task: preferences.lineTask,
      top: TOP,
      ...settings.now,
      ...(replaces !== undefined && { replaces }),
    };
  }

  function confirm(): void {
    if (canConfirm.value) void say(text.value.trim());
  }

  /** Puts another label, or none (`''`), in place of a character. */
  function relabel(character: number, label: string): void {
    const current = answer.value;
    const place = places.value[character];
    if (!current || place === undefined) return;
    text.value = withLabel(current.text, text.value, place, label);
  }

  /** The text is what was read again. */
  function restore(): void {
    text.value = answer.value?.text ?? '';
  }

  watch([() => preferences.lineTask, () => settings.asked], ([task, { pattern, words }]) => {
    const isAnother = task !== asked.task || pattern !== asked.pattern || words !== asked.words;
    // A line that has its text is finished: it is not read again.
    if (isAnother && sheets.label === null) ask();
  });

  return {
    ...{ phase, answer, text, selected, correction, retry, queued, saying, takenBack },
    ...{ sentence, isUnfitting },
    ...{ shown, edited, canConfirm, canUndo, canRedo },
    ...{ ask, say, confirm, relabel, restore, undo, redo, hold, goOn },
  };
});
