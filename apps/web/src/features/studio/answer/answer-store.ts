import { messageOf, type CorrectionResponse, type PredictionResponse } from '@inkling/contract';
import type { Task } from '@inkling/recognizer';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { attempt } from './attempt';
import { ServerAway, ServerProblem, ServerUnsaved } from '../../../shared/api/errors';
import type { Question } from '../../../shared/api/predictions';
import { readSheet } from './read-sheet';
import { finishing } from './finishing';
import { createLatest } from './latest';
import type { Sheet } from '../sheet/sheet';
import { useHistoryStore } from '../../history/history-store';
import { useOutboxStore } from './outbox-store';
import { usePreferencesStore } from '../../../shared/preferences-store';
import { useServerStore } from '../../../shared/api/server-store';
import { useSessionStore } from '../../../shared/session/session-store';
import { useSheetStore } from '../sheet/sheet-store';

export type Phase = 'blank' | 'reading' | 'answered' | 'refused' | 'away';

/** After a stroke ends, another one often follows; an answer sooner than this would be thrown away. */
const PAUSE_MS = 100;
/** All digits, or the letters that are worth a look. */
const TOP: Record<Task, number> = { digits: 10, letters: 8, characters: 8 };

const NO_GUEST =
  'Can’t save this: the server isn’t accepting new guests right now. Try again in a minute.';

interface Asked {
  readonly sheet: Sheet;
  /** Whether the session was renewed for this question. */
  readonly renewed: boolean;
}

interface Read {
  readonly answer: PredictionResponse;
  /** What was asked when it was sent. */
  readonly question: Question;
}

/** What the sheet is read as, and what the person says to it. */
export const useAnswerStore = defineStore('answer', () => {
  const sheets = useSheetStore();
  const preferences = usePreferencesStore();
  const server = useServerStore();
  const session = useSessionStore();
  const history = useHistoryStore();
  const outbox = useOutboxStore();

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
  /** What labels there are to choose from: those of the answer, or else of the one to come. */
  const task = computed<Task>(() =>
    prediction.value && phase.value === 'answered' ? prediction.value.task : preferences.task,
  );
  const canUndo = computed(() => sheets.nextUndo !== undefined);
  const canRedo = computed(() => sheets.nextRedo !== undefined);
  /** Why nothing can be remembered of who has no session. */
  let noGuest = NO_GUEST;

  /** The last request that a drawing was sent with; what an earlier one brings stands for nothing. */
  const sent = new Map<number, number>();
  let requests = 0;

  const latest = createLatest<Asked, Read>({
    run: ({ sheet }, signal) =>
      attempt((inner) => predict(sheet, inner), {
        signal,
        onRetry: (number) => (retry.value = number),
      }),
    onAnswer: show,
    onFailure: explain,
  });

  async function predict(sheet: Sheet, signal: AbortSignal): Promise<Read> {
    await session.ensure().catch((error: unknown) => {
      // Reading works for everybody; only remembering needs a guest.
      if (error instanceof ServerAway && !(error instanceof ServerUnsaved)) throw error;
      // Guests may be switched off: then the server's own sentence says what to do.
      noGuest = error instanceof ServerProblem && error.status === 403 ? error.message : NO_GUEST;
    });
    const question = questionOf(sheet);
    const request = overtake(sheet.drawing);
    const read = (inner: AbortSignal): Promise<PredictionResponse> =>
      readSheet(sheet, question, inner);
    const answer = await finishing(read, signal, (late) => {
      if (!late.correctable) return;
      if (sent.get(sheet.drawing) === request) enter(late, sheet, question);
      else history.remove([late.id]).catch(() => undefined);
    });
    return { answer, question };
  }

  /** Whatever this drawing was sent with before is out of date. @returns the request that takes over */
  function overtake(drawing: number): number {
    sent.set(drawing, ++requests);
    return requests;
  }

  /** What stands for a drawing is replaced by its next reading, and listed. */
  function enter(answer: PredictionResponse, sheet: Sheet, question: Question): void {
    sheets.settle(sheet.drawing, answer.id);
    history.add(answer, question.replaces);
  }

  /** Asks what the sheet is, now or after a pause. */
  function ask(pauseMs = 0, renewed = false): void {
    const sheet = sheets.sheet;
    if (sheets.blank) return;
    phase.value = 'reading';
    retry.value = 0;
    latest.ask({ sheet, renewed }, pauseMs);
  }

  /** Another task reads the same drawing: its answer takes the place of the former one, too. */
  function questionOf(sheet: Sheet): Question {
    const replaces = sheets.replacedBy(sheet.drawing);
    const { task } = preferences;
    return { task, top: TOP[task], ...(replaces !== undefined && { replaces }) };
  }

  function show({ answer, question }: Read, { sheet, renewed }: Asked): void {
    prediction.value = answer;
    correction.value = null;
    takenBack.value = false;
    phase.value = 'answered';
    sentence.value = '';
    // Read, and asked anew when the server can keep it; a label waits for that.
    if (answer.recorded === false) return server.reportAway(new ServerUnsaved());
    enter(answer, sheet, question);
    const label = queued.value;
    queued.value = null;
    if (label === null) return;
    if (answer.correctable) void say(label);
    else if (renewed) {
      unqueue();
      sentence.value = noGuest;
    } else renew(label);
  }

  /** The server knows this guest no longer: become one again, then ask and say it once more. */
  function renew(label: string): void {
    queue(label);
    session.forget();
    ask(0, true);
  }

  function explain(error: unknown): void {
    if (error instanceof ServerAway) {
      phase.value = 'away';
      server.reportAway(error);
      return;
    }
    if (queued.value !== null) unqueue();
    prediction.value = null;
    phase.value = 'refused';
    sentence.value = messageOf(error);
  }

  /** Says what the drawing is; the label that was read confirms. Kept until it can be sent. */
  async function say(label: string): Promise<void> {
    const current = prediction.value;
    if (saying.value || phase.value === 'blank' || phase.value === 'refused') return;
    if (phase.value !== 'answered' || !current || server.away) return queue(label);
    if (!current.correctable) return renew(label);
    saying.value = true;
    sentence.value = '';
    try {
      await history.correct(current.id, label);
    } catch (error) {
      if (error instanceof ServerAway) queue(label);
      else {
        unqueue();
        sentence.value = messageOf(error);
      }
    } finally {
      saying.value = false;
    }
  }

  /** The drawing has its label; the server gets it as soon as it can. */
  function queue(label: string): void {
    queued.value = label;
    sheets.note(label);
  }

  /** "Yes, that is it." */
  function confirm(): void {
    const label = prediction.value?.label;
    if (label !== undefined && correction.value?.label !== label) void say(label);
  }

  /** Takes back the last act, see `Book`. */
  async function undo(): Promise<void> {
    if (saying.value) return;
    if (sheets.nextUndo === 'sheet') sheets.undo();
    else if (queued.value !== null) unqueue();
    else await withdraw();
  }

  async function redo(): Promise<void> {
    const next = sheets.nextRedo;
    if (next?.kind === 'sheet') sheets.redo();
    else if (next) await say(next.label);
  }

  /** The label is the one that the server has, if any. */
  function unqueue(): void {
    queued.value = null;
    sheets.note(correction.value?.given ?? null);
  }

  async function withdraw(): Promise<void> {
    const current = prediction.value;
    const said = correction.value;
    if (!current || !said) return;
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
  }

  /** What was held was no stroke. */
  function goOn(): void {
    if (phase.value === 'reading') ask();
  }

  function reset(): void {
    latest.cancel();
    phase.value = 'blank';
    prediction.value = null;
    correction.value = null;
    takenBack.value = false;
    sentence.value = '';
  }

  /** A drawing is left whose label the server does not have yet. */
  function postLeft(sheet: Sheet, label: string): void {
    const question = questionOf(sheet);
    const current = phase.value === 'answered' ? prediction.value : null;
    // One that was not recorded is read anew.
    const predictionId = current?.recorded === false ? undefined : current?.id;
    // The outbox reads it: of what is on its way nothing is to stay.
    if (predictionId === undefined) overtake(sheet.drawing);
    outbox.post({ sheet, question, predictionId, label });
  }

  watch(
    () => sheets.sheet,
    (sheet, former) => {
      const isAnother = sheet.drawing !== former.drawing;
      if (queued.value !== null && isAnother) postLeft(former, queued.value);
      queued.value = null;
      if (sheets.blank || isAnother) reset();
      if (!sheets.blank) ask(sheet.picture ? 0 : PAUSE_MS);
    },
    { flush: 'sync' },
  );

  watch(
    () => preferences.task,
    () => {
      // A drawing that has its label is finished: it is not read again.
      if (sheets.label === null) ask();
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
      sheets.note(marked.correction?.given ?? null);
      // A corrected prediction stays as it is; one that was taken back may be replaced again.
      const { task: readAs, id } = prediction.value;
      sheets.settle(sheets.sheet.drawing, id, !takenBack.value);
      if (marked.correction) sheets.dropDraft();
      // Another task was chosen while the label stood.
      else if (readAs !== preferences.task) ask();
    },
    { flush: 'sync' },
  );

  watch(
    () => server.away,
    (away) => {
      if (away) return;
      const label = queued.value;
      const isUnrecorded = phase.value === 'answered' && prediction.value?.recorded === false;
      if (phase.value === 'away' || isUnrecorded) ask();
      else if (phase.value === 'answered' && label !== null) {
        queued.value = null;
        void say(label);
      }
    },
  );

  // Whoever closes the page leaves the drawing, and its label is not sent yet: the outbox outlives the page.
  addEventListener('pagehide', () => {
    if (queued.value !== null) sheets.clear();
  });

  // A drawing that survived a reload.
  if (!sheets.blank) ask();

  return {
    ...{ phase, prediction, correction, retry, sentence, queued, saying, takenBack },
    ...{ task, canUndo, canRedo, ask, say, confirm, undo, redo, hold, goOn },
  };
});
