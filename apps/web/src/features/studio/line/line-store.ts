import { messageOf, type LineCorrectionResponse } from '@inkling/contract';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { ServerAway, ServerProblem, ServerUnsaved } from '../../../shared/api/errors';
import type { LineQuestion } from '../../../shared/api/lines';
import { useServerStore } from '../../../shared/api/server-store';
import { usePreferencesStore } from '../../../shared/preferences-store';
import { useSessionStore } from '../../../shared/session/session-store';
import type { ReadLine } from '../../device/read-answer';
import { useLineHistoryStore } from '../../history/line-history-store';
import { attempt } from '../answer/attempt';
import { finishing } from '../answer/finishing';
import { createLatest } from '../answer/latest';
import type { Phase } from '../answer/phase';
import { useOutboxStore, type GivenText } from '../answer/outbox-store';
import { readSomewhere } from '../answer/read-somewhere';
import { useDevice } from '../answer/useDevice';
import { useGuest } from '../answer/useGuest';
import { useSaying } from '../answer/useSaying';
import { useKept } from '../outbox/useKept';
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

interface Asked {
  readonly sheet: Sheet;
  /** Whether the session was renewed for this question. */
  readonly renewed: boolean;
}

interface Read {
  readonly answer: ReadLine;
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
  const outbox = useOutboxStore();

  const phase = ref<Phase>('blank');
  const answer = shallowRef<ReadLine | null>(null);
  /** Of which drawing `answer` is: it stays in sight while the next one is read. */
  let answered = -1;
  /** What `answer` answers. */
  let questionAnswered: LineQuestion | undefined;
  /** What it says: the answer, or what its writer made of it. */
  const text = ref('');
  /** The character whose candidates are shown, by its number. */
  const selected = ref<number | null>(null);
  /** 0, or the number of the further attempt that runs. */
  const retry = ref(0);
  /** Why there is no answer, or why a correction was not kept. */
  const sentence = ref('');
  /** What is written does not fit the pattern or the list, yet: nothing went wrong. */
  const isUnfitting = ref(false);
  const { ensureGuest, guestRefusal } = useGuest();
  const device = useDevice();
  const labelling = useSaying<LineCorrectionResponse>({
    ...{ phase, answer, sentence, sheets, history, ask },
    device: {
      learn: (id, said) => device.learnLine(id, answer.value!.task, said),
      unlearn: device.unlearn,
      told: device.told,
    },
    givenIn: (given) => given.text,
    task: () => preferences.lineTask,
    onSaid: (said) => (text.value = said),
    onClash: (said) => void outbox.postLine(unsent(sheets.sheet, said)),
  });
  const { correction, queued, saying, takenBack, canUndo, canRedo } = labelling;
  const { say, sayQueued, unqueue, beginUnsaid, undo, redo, untold } = labelling;

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

  /** The last request that a line was sent with; what an earlier one brings stands for nothing. */
  const sent = new Map<number, number>();
  let requests = 0;
  /** What was asked last. */
  let asked: Pick<LineQuestion, 'task' | 'pattern' | 'words'> = { task: preferences.lineTask };

  const latest = createLatest<Asked, Read>({
    run: read,
    onAnswer: show,
    onFailure: explain,
  });

  function read({ sheet }: Asked, signal: AbortSignal): Promise<Read> {
    const onRetry = (number: number): void => void (retry.value = number);
    const options = { signal, timeoutMs: LINE_TIMEOUT_MS, onRetry };
    return readSomewhere(sheet, {
      ...{ server, device },
      here: async (onlyKept) => {
        const question = questionOf(sheet);
        return { answer: await device.readLine(sheet, question, onlyKept), question };
      },
      there: () => attempt((inner) => readByServer(sheet, inner), options),
    });
  }

  async function readByServer(sheet: Sheet, signal: AbortSignal): Promise<Read> {
    await ensureGuest();
    const question = questionOf(sheet);
    const request = ++requests;
    sent.set(sheet.drawing, request);
    const answer = await finishing(
      (inner) =>
        outbox.identified(sheet.drawing, (id) => readLine(sheet, { ...question, ...id }, inner)),
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
  function enter(line: ReadLine, sheet: Sheet, question: LineQuestion): void {
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
    questionAnswered = question;
    selected.value = null;
    beginUnsaid();
    phase.value = 'answered';
    sentence.value = '';
    if (next.onDevice) return sayQueued(null);
    // Read, and asked anew when the server can keep it; a text waits for that.
    if (next.recorded === false) return server.reportAway(new ServerUnsaved());
    enter(next, sheet, question);
    device.prepareSoon({ lineTask: next.task });
    sayQueued(renewed ? guestRefusal() : null);
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

  /** The pen is down again: what is on its way would be read without this stroke. */
  function hold(): void {
    latest.cancel();
    // Who is read here leaves no trace before something is said.
    if (!device.isAlways(sheets.sheet)) void session.ensure().catch(() => undefined);
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
    beginUnsaid();
    sentence.value = '';
  }

  /** What is said of a line that the server does not have yet. */
  function unsent(sheet: Sheet, said: string): GivenText {
    const current = phase.value === 'answered' ? answer.value : null;
    // One that was not recorded is read anew; one of this device under its id.
    const lineId = current?.recorded === false ? undefined : current?.id;
    const id = current?.onDevice ? current.id : undefined;
    // What was chosen since is for the next line.
    const question = (current?.onDevice && questionAnswered) || questionOf(sheet);
    const known = correction.value && { id: correction.value.id, said: correction.value.text };
    const previous = lineId === undefined ? null : known;
    return { sheet, id, question, lineId, text: said, previous };
  }

  /** A line is left whose text the server does not have yet. */
  function postLeft(sheet: Sheet, said: string): void {
    const given = unsent(sheet, said);
    // The outbox reads it: of what is on its way nothing is to stay.
    if (given.lineId === undefined) sent.set(sheet.drawing, ++requests);
    void outbox.postLine(given);
  }

  useKept({
    queued: computed(untold),
    saying,
    sheets,
    post: (sheet, said) => outbox.postLine(unsent(sheet, said)),
  });

  watch(
    () => sheets.sheet,
    (sheet, former) => {
      const isAnother = sheet.drawing !== former.drawing;
      const said = untold();
      if (said !== null && isAnother) postLeft(former, said);
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

  // Whoever closes the page leaves the line, and its text is not sent yet: the outbox outlives the page.
  addEventListener('pagehide', () => {
    if (untold() !== null) sheets.clear();
  });

  device.warm({ lineTask: preferences.lineTask });
  // A line that survived a reload.
  if (!sheets.blank) ask();

  return {
    ...{ phase, answer, text, selected, correction, retry, queued, saying, takenBack },
    ...{ sentence, isUnfitting },
    ...{ shown, edited, canConfirm, canUndo, canRedo },
    ...{ ask, say, confirm, relabel, restore, undo, redo, hold, goOn },
  };
});
