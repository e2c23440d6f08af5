import {
  messageOf,
  type AskedTask,
  type CorrectionResponse,
  type PredictionResponse,
} from '@inkling/contract';
import type { Task } from '@inkling/recognizer';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { attempt } from './attempt';
import { ServerAway, ServerProblem, ServerUnsaved } from '../../../shared/api/errors';
import type { Question } from '../../../shared/api/predictions';
import { readSheet } from './read-sheet';
import { readSomewhere } from './read-somewhere';
import { finishing } from './finishing';
import { createLatest } from './latest';
import type { Phase } from './phase';
import type { ReadAnswer } from '../../device/read-answer';
import type { Sheet } from '../sheet/sheet';
import { useHistoryStore } from '../../history/history-store';
import { useAlphabetsStore } from '../../../shared/alphabets-store';
import { taskOf } from '../../../shared/labels';
import { useKept } from '../outbox/useKept';
import { useOutboxStore, type GivenLabel } from './outbox-store';
import { usePreferencesStore } from '../../../shared/preferences-store';
import { useServerStore } from '../../../shared/api/server-store';
import { useSessionStore } from '../../../shared/session/session-store';
import { useSheetStore } from '../sheet/sheet-store';
import { useDevice } from './useDevice';
import { useGuest } from './useGuest';
import { useSaying } from './useSaying';

/** After a stroke ends, another one often follows; an answer sooner than this would be thrown away. */
const PAUSE_MS = 100;
/** All digits, or the letters that are worth a look. */
const TOP: Record<Task, number> = { digits: 10, letters: 8, characters: 8 };

interface Asked {
  readonly sheet: Sheet;
  /** Whether the session was renewed for this question. */
  readonly renewed: boolean;
}

interface Read {
  readonly answer: ReadAnswer;
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
  const alphabets = useAlphabetsStore();

  const phase = ref<Phase>('blank');
  const prediction = shallowRef<ReadAnswer | null>(null);
  /** What `prediction` answers. */
  let questionAnswered: Question | undefined;
  /** 0, or the number of the further attempt that runs. */
  const retry = ref(0);
  /** Why there is no answer, or why something said was not kept. */
  const sentence = ref('');
  /** Code of the refusal that `sentence` tells of, for those who know more to say. */
  const refusal = ref('');
  /** What a page reads with, whatever the studio was set to. */
  const only = ref<Task | null>(null);
  const wanted = computed<AskedTask>(() => only.value ?? preferences.asked);
  /** What the answer was read with, or else the one to come will be. */
  const asked = computed<AskedTask>(() =>
    prediction.value && phase.value === 'answered' ? prediction.value.task : wanted.value,
  );
  /** What labels there are to choose from: those of the answer, or else of the one to come. */
  const task = computed<Task>(() => taskOf(asked.value));
  const { ensureGuest, guestRefusal } = useGuest();
  const device = useDevice();
  const labelling = useSaying<CorrectionResponse>({
    ...{ phase, answer: prediction, sentence, sheets, history, device, ask },
    givenIn: ({ given }) => given,
    task: () => wanted.value,
    onClash: (said) => void outbox.post(unsent(sheets.sheet, said)),
  });
  const { correction, queued, saying, takenBack, canUndo, canRedo } = labelling;
  const { say, sayQueued, unqueue, beginUnsaid, undo, redo, untold, waitingIds } = labelling;

  /** The last request that a drawing was sent with; what an earlier one brings stands for nothing. */
  const sent = new Map<number, number>();
  let requests = 0;

  const latest = createLatest<Asked, Read>({
    run: read,
    onAnswer: show,
    onFailure: explain,
  });

  function read({ sheet }: Asked, signal: AbortSignal): Promise<Read> {
    const onRetry = (number: number): void => void (retry.value = number);
    return readSomewhere(sheet, {
      ...{ server, device },
      here: async (onlyKept) => {
        const question = questionOf(sheet);
        return { answer: await device.read(sheet, question, onlyKept), question };
      },
      there: () => attempt((inner) => predict(sheet, inner), { signal, onRetry }),
    });
  }

  async function predict(sheet: Sheet, signal: AbortSignal): Promise<Read> {
    await ensureGuest();
    const question = questionOf(sheet);
    const request = overtake(sheet.drawing);
    const send = (inner: AbortSignal): Promise<PredictionResponse> =>
      outbox.identified(sheet.drawing, (id) => readSheet(sheet, { ...question, ...id }, inner));
    const answer = await finishing(send, signal, (late) => {
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
    const top = TOP[taskOf(wanted.value)];
    return { task: wanted.value, top, ...(replaces !== undefined && { replaces }) };
  }

  function show({ answer, question }: Read, { sheet, renewed }: Asked): void {
    prediction.value = answer;
    questionAnswered = question;
    beginUnsaid();
    phase.value = 'answered';
    sentence.value = '';
    if (answer.onDevice) return sayQueued(null);
    // Read, and asked anew when the server can keep it; a label waits for that.
    if (answer.recorded === false) return server.reportAway(new ServerUnsaved());
    enter(answer, sheet, question);
    device.prepareSoon({ task: taskOf(answer.task) });
    sayQueued(renewed ? guestRefusal() : null);
  }

  function explain(error: unknown): void {
    if (error instanceof ServerAway) {
      phase.value = 'away';
      server.reportAway(error);
      return;
    }
    // Deleted, or no longer shared: the drawing is read with the task of before.
    if (isGone(error)) return alphabets.fallBack();
    if (queued.value !== null) unqueue();
    prediction.value = null;
    phase.value = 'refused';
    sentence.value = messageOf(error);
    refusal.value = error instanceof ServerProblem ? error.code : '';
  }

  const isGone = (error: unknown): boolean =>
    error instanceof ServerProblem &&
    error.status === 404 &&
    wanted.value === preferences.alphabetId;

  /** "Yes, that is it." */
  function confirm(): void {
    const label = prediction.value?.label;
    if (label !== undefined && correction.value?.label !== label) void say(label);
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
    prediction.value = null;
    beginUnsaid();
    sentence.value = '';
  }

  /** What is said of a drawing that the server does not have yet. */
  function unsent(sheet: Sheet, label: string): GivenLabel {
    const current = phase.value === 'answered' ? prediction.value : null;
    // One that was not recorded is read anew; one of this device under its id.
    const predictionId = current?.recorded === false ? undefined : current?.id;
    const id = current?.onDevice ? current.id : undefined;
    // What was chosen since is for the next drawing.
    const question = (current?.onDevice && questionAnswered) || questionOf(sheet);
    const known = correction.value && { id: correction.value.id, said: correction.value.given };
    const previous = predictionId === undefined ? null : known;
    return { sheet, id, question, predictionId, label, previous };
  }

  /** A drawing is left whose label the server does not have yet. */
  function postLeft(sheet: Sheet, label: string): void {
    const given = unsent(sheet, label);
    // The outbox reads it: of what is on its way nothing is to stay.
    if (given.predictionId === undefined) overtake(sheet.drawing);
    void outbox.post(given);
  }

  useKept({
    queued: computed(untold),
    saying,
    sheets,
    post: (sheet, label) => outbox.post(unsent(sheet, label)),
  });

  watch(
    () => sheets.sheet,
    (sheet, former) => {
      const isAnother = sheet.drawing !== former.drawing;
      const label = untold();
      if (label !== null && isAnother) postLeft(former, label);
      queued.value = null;
      if (sheets.blank || isAnother) reset();
      if (!sheets.blank) ask(sheet.picture ? 0 : PAUSE_MS);
    },
    { flush: 'sync' },
  );

  watch(
    wanted,
    () => {
      // A drawing that has its label is finished: it is not read again.
      if (sheets.label === null) ask();
    },
    { flush: 'sync' },
  );

  // Somebody signed in: what they taught elsewhere counts here, too.
  session.onArrive(() => device.told(waitingIds));

  // Whoever closes the page leaves the drawing, and its label is not sent yet: the outbox outlives the page.
  addEventListener('pagehide', () => {
    if (untold() !== null) sheets.clear();
  });

  device.warm({ task: task.value });
  // A drawing that survived a reload.
  if (!sheets.blank) ask();

  return {
    ...{ phase, prediction, correction, retry, sentence, refusal, queued, saying, takenBack },
    ...{ only, asked, task, canUndo, canRedo, ask, say, confirm, undo, redo, hold, goOn },
  };
});
