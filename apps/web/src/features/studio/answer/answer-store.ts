import type { AskedTask, CorrectionResponse } from '@inkling/contract';
import type { Task } from '@inkling/recognizer';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { useAlphabetsStore } from '../../../shared/alphabets-store';
import { ServerProblem } from '../../../shared/api/errors';
import type { Question } from '../../../shared/api/predictions';
import { taskOf } from '../../../shared/labels';
import { usePreferencesStore } from '../../../shared/preferences-store';
import type { ReadAnswer } from '../../device/read-answer';
import { useHistoryStore } from '../../history/history-store';
import type { Sheet } from '../sheet/sheet';
import { useSheetStore } from '../sheet/sheet-store';
import { useOutboxStore } from '../outbox/outbox-store';
import { readSheet } from './read-sheet';
import { useDevice } from './useDevice';
import { useSheetAnswer } from './useSheetAnswer';

/** Sooner than a second stroke of the same character may come: an answer is worth it. */
const PAUSE_MS = 100;
/** All digits, or the letters that are worth a look. */
const TOP: Record<Task, number> = { digits: 10, letters: 8, characters: 8 };

/** What the sheet is read as, and what the person says to it. */
export const useAnswerStore = defineStore('answer', () => {
  const sheets = useSheetStore();
  const preferences = usePreferencesStore();
  const history = useHistoryStore();
  const alphabets = useAlphabetsStore();
  const device = useDevice();

  /** What a page reads with, whatever the studio was set to. */
  const only = ref<Task | null>(null);
  const wanted = computed<AskedTask>(() => only.value ?? preferences.asked);

  const { answer: prediction, ...answering } = useSheetAnswer<
    ReadAnswer,
    Question,
    CorrectionResponse
  >({
    ...{ sheets, history, device, questionOf, pauseMs: PAUSE_MS },
    task: () => wanted.value,
    readingOf: (asked) => ({ task: taskOf(asked) }),
    readHere: device.read,
    readByServer: readSheet,
    list: (answer, _sheet, { replaces }) => history.add(answer, replaces),
    learn: device.learn,
    givenIn: ({ given }) => given,
    post: useOutboxStore().post,
    onRefused(error) {
      if (!isGone(error)) return false;
      // The drawing is read with the task of before.
      alphabets.fallBack();
      return true;
    },
  });
  const { phase, correction, queued, saying, takenBack, canUndo, canRedo } = answering;
  const { sentence, refusal, retry, ask, say, undo, redo, hold, goOn } = answering;

  /** What the answer was read with, or else the one to come will be. */
  const asked = computed<AskedTask>(() =>
    prediction.value && phase.value === 'answered' ? prediction.value.task : wanted.value,
  );
  /** What labels there are to choose from: those of the answer, or else of the one to come. */
  const task = computed<Task>(() => taskOf(asked.value));

  /** Another task reads the same drawing: its answer takes the place of the former one, too. */
  function questionOf(sheet: Sheet): Question {
    const replaces = sheets.replacedBy(sheet.drawing);
    const top = TOP[taskOf(wanted.value)];
    return { task: wanted.value, top, ...(replaces !== undefined && { replaces }) };
  }

  /** Whether the alphabet that was asked for was deleted, or is no longer shared. */
  const isGone = (error: unknown): boolean =>
    error instanceof ServerProblem &&
    error.status === 404 &&
    wanted.value === preferences.alphabetId;

  /** "Yes, that is it." */
  function confirm(): void {
    const label = prediction.value?.label;
    if (label !== undefined && correction.value?.label !== label) void say(label);
  }

  watch(
    wanted,
    () => {
      // A drawing that has its label is finished: it is not read again.
      if (sheets.label === null) ask();
    },
    { flush: 'sync' },
  );

  return {
    ...{ phase, prediction, correction, retry, sentence, refusal, queued, saying, takenBack },
    ...{ only, asked, task, canUndo, canRedo, ask, say, confirm, undo, redo, hold, goOn },
    unlearn: device.unlearn,
  };
});
