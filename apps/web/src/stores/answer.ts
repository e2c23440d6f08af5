import { messageOf, type CorrectionResponse, type PredictionResponse } from '@inkling/contract';
import type { Task } from '@inkling/recognition';
import { defineStore } from 'pinia';
import { ref, shallowRef, watch } from 'vue';
import { attempt } from '../api/attempt';
import { ServerAway, ServerProblem } from '../api/errors';
import { predictInk, predictPicture, type Question } from '../api/predictions';
import { createLatest } from '../lib/latest';
import { MAX_PICTURE_BYTES, TOO_LARGE } from '../lib/pictures';
import type { Sheet } from '../lib/sheet';
import { useHistoryStore } from './history';
import { usePreferencesStore } from './preferences';
import { useServerStore } from './server';
import { useSessionStore } from './session';
import { useSheetStore } from './sheet';

export type Phase = 'blank' | 'reading' | 'answered' | 'refused' | 'away';

/** After a stroke ends, another one often follows; an answer sooner than this would be thrown away. */
const PAUSE_MS = 100;
/** All digits, or the letters that are worth a look. */
const TOP: Record<Task, number> = { digits: 10, letters: 8, characters: 8 };

const NO_GUEST =
  'This can’t be remembered now: the server takes no new guests at the moment. Try again in a minute.';

interface Asked {
  readonly sheet: Sheet;
  readonly question: Question;
  /** Whether the session was renewed for this question. */
  readonly renewed: boolean;
}

/** What the sheet is read as, and what the person says to it. */
export const useAnswerStore = defineStore('answer', () => {
  const sheets = useSheetStore();
  const preferences = usePreferencesStore();
  const server = useServerStore();
  const session = useSessionStore();
  const history = useHistoryStore();

  const phase = ref<Phase>('blank');
  const prediction = shallowRef<PredictionResponse | null>(null);
  const correction = shallowRef<CorrectionResponse | null>(null);
  /** 0, or the number of the further attempt that runs. */
  const retry = ref(0);
  /** Why there is no answer, or why something said was not kept. */
  const sentence = ref('');
  /** A label that was given before its prediction was here, or while the server was away. */
  const queued = ref<string | null>(null);
  const saying = ref(false);
  /** Whether an earlier "it is this" was just taken back. */
  const takenBack = ref(false);
  /** Why nothing can be remembered of who has no session. */
  let noGuest = NO_GUEST;

  const latest = createLatest<Asked, PredictionResponse>({
    run: ({ sheet, question }, signal) =>
      attempt((inner) => predict(sheet, question, inner), {
        signal,
        onRetry: (number) => (retry.value = number),
      }),
    onAnswer: show,
    onFailure: explain,
  });

  async function predict(
    sheet: Sheet,
    question: Question,
    signal: AbortSignal,
  ): Promise<PredictionResponse> {
    await session.ensure().catch((error: unknown) => {
      // Reading works for everybody; only remembering needs a guest.
      if (error instanceof ServerAway) throw error;
      // Guests may be switched off: then the server's own sentence says what to do.
      noGuest = error instanceof ServerProblem && error.status === 403 ? error.message : NO_GUEST;
    });
    if (sheet.picture && sheet.picture.size > MAX_PICTURE_BYTES) throw new Error(TOO_LARGE);
    if (sheet.picture) return predictPicture(sheet.picture, question, signal);
    const strokes = sheet.strokes.map(({ points }) =>
      points.map((point) => [...point] as number[]),
    );
    return predictInk(strokes, question, signal);
  }

  /** Asks what the sheet is, now or after a pause. */
  function ask(pauseMs = 0, renewed = false): void {
    const sheet = sheets.sheet;
    if (sheets.blank) return;
    const task = preferences.task;
    const replaces = sheets.predictionOf(sheet.drawing, task);
    phase.value = 'reading';
    retry.value = 0;
    const question = { task, top: TOP[task], ...(replaces && { replaces }) };
    latest.ask({ sheet, question, renewed }, pauseMs);
  }

  function show(answer: PredictionResponse, { sheet, question, renewed }: Asked): void {
    prediction.value = answer;
    correction.value = null;
    takenBack.value = false;
    phase.value = 'answered';
    sentence.value = '';
    sheets.settle(sheet.drawing, answer.task, answer.id);
    history.add(answer, question.replaces);
    const label = queued.value;
    queued.value = null;
    if (label === null) return;
    if (answer.correctable) void say(label);
    else if (renewed) sentence.value = noGuest;
    else renew(label);
  }

  /** The server knows this guest no longer: become one again, then ask and say it once more. */
  function renew(label: string): void {
    queued.value = label;
    session.forget();
    ask(0, true);
  }

  function explain(error: unknown): void {
    if (error instanceof ServerAway) {
      phase.value = 'away';
      server.reportAway();
      return;
    }
    prediction.value = null;
    phase.value = 'refused';
    sentence.value = messageOf(error);
  }

  /** Says what the drawing is; the label that was read confirms. Kept until it can be sent. */
  async function say(label: string): Promise<void> {
    const current = prediction.value;
    if (saying.value || phase.value === 'blank' || phase.value === 'refused') return;
    if (phase.value !== 'answered' || !current || server.away) {
      queued.value = label;
      return;
    }
    if (!current.correctable) return renew(label);
    saying.value = true;
    sentence.value = '';
    try {
      await history.correct(current.id, label);
    } catch (error) {
      if (error instanceof ServerAway) queued.value = label;
      else sentence.value = messageOf(error);
    } finally {
      saying.value = false;
    }
  }

  /** "Yes, that is it." */
  function confirm(): void {
    const label = prediction.value?.label;
    if (label !== undefined && correction.value?.label !== label) void say(label);
  }

  async function takeBack(): Promise<void> {
    const current = prediction.value;
    const said = correction.value;
    if (!current || !said || saying.value) return;
    saying.value = true;
    sentence.value = '';
    try {
      await history.takeBack(current.id, said.id);
    } catch (error) {
      sentence.value = messageOf(error);
    } finally {
      saying.value = false;
    }
  }

  /** The pen is down again: what is on its way would be read without this stroke. */
  function hold(): void {
    latest.cancel();
    void session.ensure().catch(() => undefined);
    if (correction.value) sheets.clear();
  }

  function reset(): void {
    latest.cancel();
    phase.value = 'blank';
    prediction.value = null;
    correction.value = null;
    takenBack.value = false;
    sentence.value = '';
  }

  watch(
    [() => sheets.sheet, () => preferences.task],
    ([sheet], [former]) => {
      queued.value = null;
      if (sheets.blank) return reset();
      if (correction.value || sheet.drawing !== former?.drawing) reset();
      ask(sheet === former || sheet.picture ? 0 : PAUSE_MS);
    },
    { flush: 'sync' },
  );

  // Said here, or of this drawing in the history.
  watch(
    () => history.marked,
    (marked) => {
      if (!marked || marked.predictionId !== prediction.value?.id) return;
      correction.value = marked.correction;
      takenBack.value = marked.correction === null;
      // A corrected prediction stays as it is; one that was taken back may be replaced again.
      const { task, id } = prediction.value;
      sheets.settle(sheets.sheet.drawing, task, takenBack.value ? id : null);
      if (marked.correction) sheets.dropDraft();
    },
    { flush: 'sync' },
  );

  watch(
    () => server.away,
    (away) => {
      if (away) return;
      const label = queued.value;
      if (phase.value === 'away') ask();
      else if (phase.value === 'answered' && label !== null) {
        queued.value = null;
        void say(label);
      }
    },
  );

  // A drawing that survived a reload.
  if (!sheets.blank) ask();

  return {
    ...{ phase, prediction, correction, retry, sentence, queued, saying, takenBack },
    ...{ ask, say, confirm, takeBack, hold },
  };
});
