import { messageOf, type LineCorrectionResponse, type LineResponse } from '@inkling/contract';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { ServerAway, ServerProblem, ServerUnsaved } from '../../../shared/api/errors';
import type { LineQuestion } from '../../../shared/api/lines';
import { useServerStore } from '../../../shared/api/server-store';
import { usePreferencesStore } from '../../../shared/preferences-store';
import { useSessionStore } from '../../../shared/session/session-store';
import { useLineHistoryStore } from '../../history/line-history-store';
import type { Phase } from '../answer/answer-store';
import { attempt } from '../answer/attempt';
import { finishing } from '../answer/finishing';
import { createLatest } from '../answer/latest';
import type { Sheet } from '../sheet/sheet';
import { alignTexts, carryEdits, characterPlaces, withLabel } from './alignment';
import { useLineOutboxStore } from './line-outbox-store';
import { useLineSettingsStore } from './line-settings-store';
import { useLineSheetStore } from './line-sheet-store';
import { readLine } from './read-line';
import { stripOf } from './strip';

/** A line is written with many liftings of the pen: longer than between two strokes of one character. */
const PAUSE_MS = 500;
/** A picture of many rows, or a long list of words. */
const TIMEOUT_MS = 15_000;
/** The answer, and what else the whole line may say. */
const TOP = 4;

const NO_GUEST =
  'Can’t save this: the server isn’t accepting new guests right now. Try again in a minute.';

interface Asked {
  readonly sheet: Sheet;
  /** Whether the session was renewed for this question. */
  readonly renewed: boolean;
}

interface Read {
  readonly answer: LineResponse;
  readonly question: LineQuestion;
}

/** What the line is read as, what its writer makes of that, and what is learned. */
export const useLineStore = defineStore('line', () => {
  const sheets = useLineSheetStore();
  const settings = useLineSettingsStore();
  const preferences = usePreferencesStore();
  const server = useServerStore();
  const session = useSessionStore();
  const history = useLineHistoryStore();
  const outbox = useLineOutboxStore();

  const phase = ref<Phase>('blank');
  const answer = shallowRef<LineResponse | null>(null);
  /** Of which drawing `answer` is: it stays in sight while the next one is read. */
  let answered = -1;
  /** What it says: the answer, or what its writer made of it. */
  const text = ref('');
  /** The character whose candidates are shown, by its number. */
  const selected = ref<number | null>(null);
  const correction = shallowRef<LineCorrectionResponse | null>(null);
  /** 0, or the number of the further attempt that runs. */
  const retry = ref(0);
  /** Why there is no answer, or why a correction was not kept. */
  const sentence = ref('');
  /** What is written does not fit the pattern or the list, yet: nothing went wrong. */
  const isUnfitting = ref(false);
  /** A text that was confirmed before its answer was here, or while the server was away. */
  const queued = ref<string | null>(null);
  const saying = ref(false);
  const takenBack = ref(false);
  let noGuest = NO_GUEST;

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
  const canUndo = computed(() => sheets.nextUndo !== undefined);
  const canRedo = computed(() => sheets.nextRedo !== undefined);

  /** The last request that a line was sent with; what an earlier one brings stands for nothing. */
  const sent = new Map<number, number>();
  let requests = 0;
  /** What was asked last. */
  let asked: Pick<LineQuestion, 'task' | 'pattern' | 'words'> = { task: preferences.lineTask };

  const latest = createLatest<Asked, Read>({
    run: ({ sheet }, signal) =>
      attempt((inner) => read(sheet, inner), {
        signal,
        timeoutMs: TIMEOUT_MS,
        onRetry: (number) => (retry.value = number),
      }),
    onAnswer: show,
    onFailure: explain,
  });

  async function read(sheet: Sheet, signal: AbortSignal): Promise<Read> {
    await session.ensure().catch((error: unknown) => {
      // Reading works for everybody; only remembering needs a guest.
      if (error instanceof ServerAway && !(error instanceof ServerUnsaved)) throw error;
      noGuest = error instanceof ServerProblem && error.status === 403 ? error.message : NO_GUEST;
    });
    const question = questionOf(sheet);
    const request = ++requests;
    sent.set(sheet.drawing, request);
    const answer = await finishing(
      (inner) => readLine(sheet, question, inner),
      signal,
      (late) => {
        if (!late.correctable) return;
        if (sent.get(sheet.drawing) === request) enter(late, sheet, question);
        else history.remove([late.id]).catch(() => undefined);
      },
    );
    return { answer, question };
  }

  function questionOf(sheet: Sheet): LineQuestion {
    const replaces = sheets.replacedBy(sheet.drawing);
    return {
      task: preferences.lineTask,
      top: TOP,
      ...settings.now,
      ...(replaces !== undefined && { replaces }),
    };
  }

  /** What stands for a line is replaced by its next answer, and listed. */
  function enter(line: LineResponse, sheet: Sheet, question: LineQuestion): void {
    sheets.settle(sheet.drawing, line.id);
    history.add(line, stripOf(sheet.strokes), question.replaces);
  }

  /** Asks what the line says, now or after a pause. */
  function ask(pauseMs = 0, renewed = false): void {
    if (sheets.blank) return;
    phase.value = 'reading';
    sentence.value = '';
    retry.value = 0;
    asked = { task: preferences.lineTask, ...settings.now };
    latest.ask({ sheet: sheets.sheet, renewed }, pauseMs);
  }

  function show({ answer: next, question }: Read, { sheet, renewed }: Asked): void {
    const former = answered === sheet.drawing ? answer.value : null;
    text.value = former ? carryEdits(former.text, text.value, next.text) : next.text;
    answer.value = next;
    answered = sheet.drawing;
    selected.value = null;
    correction.value = null;
    takenBack.value = false;
    phase.value = 'answered';
    sentence.value = '';
    // Read, and asked anew when the server can keep it; a text waits for that.
    if (next.recorded === false) return server.reportAway(new ServerUnsaved());
    enter(next, sheet, question);
    const waiting = queued.value;
    queued.value = null;
    if (waiting === null) return;
    if (next.correctable) void say(waiting);
    else if (renewed) {
      unqueue();
      sentence.value = noGuest;
    } else renew(waiting);
  }

  /** The server knows this guest no longer: become one again, then ask and say it once more. */
  function renew(said: string): void {
    queue(said);
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
    answer.value = null;
    text.value = '';
    phase.value = 'refused';
    sentence.value = messageOf(error);
    isUnfitting.value = error instanceof ServerProblem && error.code === 'nothing_fits';
  }

  /** States what the line says; the text that was read confirms. Kept until it can be sent. */
  async function say(said: string): Promise<void> {
    const current = answer.value;
    if (saying.value || phase.value === 'blank' || phase.value === 'refused') return;
    text.value = said;
    if (phase.value !== 'answered' || !current || server.away) return queue(said);
    if (!current.correctable) return renew(said);
    saying.value = true;
    sentence.value = '';
    try {
      await history.correct(current.id, said);
    } catch (error) {
      if (error instanceof ServerAway) queue(said);
      else {
        unqueue();
        sentence.value = messageOf(error);
      }
    } finally {
      saying.value = false;
    }
  }

  function queue(said: string): void {
    queued.value = said;
    sheets.note(said);
  }

  /** The label is the one that the server has, if any. */
  function unqueue(): void {
    queued.value = null;
    sheets.note(correction.value?.text ?? null);
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

  async function withdraw(): Promise<void> {
    const current = answer.value;
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
    answer.value = null;
    text.value = '';
    selected.value = null;
    correction.value = null;
    takenBack.value = false;
    sentence.value = '';
  }

  /** A line is left whose text the server does not have yet. */
  function postLeft(sheet: Sheet, said: string): void {
    const current = phase.value === 'answered' ? answer.value : null;
    // One that was not recorded is read anew.
    const lineId = current?.recorded === false ? undefined : current?.id;
    // The outbox reads it: of what is on its way nothing is to stay.
    if (lineId === undefined) sent.set(sheet.drawing, ++requests);
    outbox.post({ sheet, question: questionOf(sheet), lineId, text: said });
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

  watch([() => preferences.lineTask, () => settings.asked], ([task, { pattern, words }]) => {
    const isAnother = task !== asked.task || pattern !== asked.pattern || words !== asked.words;
    // A line that has its text is finished: it is not read again.
    if (isAnother && sheets.label === null) ask();
  });

  // Said here, or of this line in the history.
  watch(
    () => history.marked,
    (marked) => {
      if (!marked || marked.lineId !== answer.value?.id) return;
      correction.value = marked.correction;
      takenBack.value = marked.correction === null;
      sheets.note(marked.correction?.text ?? null);
      if (marked.correction) text.value = marked.correction.text;
      // A corrected answer stays as it is; one whose correction was undone may be replaced again.
      sheets.settle(sheets.sheet.drawing, answer.value.id, !takenBack.value);
      if (marked.correction) sheets.dropDraft();
      // Another task was chosen while the text stood.
      else if (answer.value.task !== preferences.lineTask) ask();
    },
    { flush: 'sync' },
  );

  watch(
    () => server.away,
    (away) => {
      if (away) return;
      const waiting = queued.value;
      const isUnrecorded = phase.value === 'answered' && answer.value?.recorded === false;
      if (phase.value === 'away' || isUnrecorded) ask();
      else if (phase.value === 'answered' && waiting !== null) {
        queued.value = null;
        void say(waiting);
      }
    },
  );

  // A line that survived a reload.
  if (!sheets.blank) ask();

  return {
    ...{ phase, answer, text, selected, correction, retry, queued, saying, takenBack },
    ...{ sentence, isUnfitting },
    ...{ shown, edited, canConfirm, canUndo, canRedo },
    ...{ ask, say, confirm, relabel, restore, undo, redo, hold, goOn },
  };
});
