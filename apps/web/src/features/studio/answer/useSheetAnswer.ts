import { messageOf } from '@inkling/contract';
import { computed, ref, shallowRef, watch } from 'vue';
import { ServerAway, ServerProblem, ServerUnsaved } from '../../../shared/api/errors';
import { useServerStore } from '../../../shared/api/server-store';
import { useSessionStore } from '../../../shared/session/session-store';
import { useUnsent, type Sending, type UnsentOptions } from '../outbox/useUnsent';
import type { Sheet } from '../sheet/sheet';
import type { Phase } from './phase';
import type { Reading, useDevice } from './useDevice';
import type { DeviceLabelsOptions } from './useDeviceLabels';
import { useSaying, type Answer, type SayingOptions } from './useSaying';
import { useSheetReader, type Asked, type Read, type SheetReaderOptions } from './useSheetReader';

/** What differs between single characters and lines. */
export interface SheetAnswerOptions<
  A extends Answer,
  Question extends { readonly replaces?: string },
  Correction,
>
  extends
    Pick<SheetReaderOptions<A, Question>, 'timeoutMs' | 'questionOf' | 'readHere' | 'readByServer'>,
    Pick<UnsentOptions<Question, Correction>, 'givenIn' | 'post'>,
    Pick<DeviceLabelsOptions<Correction>, 'learn'> {
  /** The store of what is drawn. */
  readonly sheets: SayingOptions<Correction>['sheets'] &
    UnsentOptions<Question, Correction>['sheets'] & { readonly blank: boolean };
  readonly history: DeviceLabelsOptions<Correction>['history'] & {
    readonly remove: (ids: readonly string[]) => Promise<void>;
  };
  readonly device: ReturnType<typeof useDevice>;
  /** After a stroke ends, another one often follows; an answer sooner than this would be thrown away. */
  readonly pauseMs: number;
  /** The task that an answer would be asked for now. */
  readonly task: () => A['task'];
  /** What this device makes ready to read with a task. */
  readonly readingOf: (task: A['task']) => Reading;
  /** Lists an answer in the history. */
  readonly list: (answer: A, sheet: Sheet, question: Question) => void;
  readonly onAsk?: () => void;
  /** @param next `null`: there is none any more @param former of the same drawing */
  readonly onAnswer?: (next: A | null, former: A | null) => void;
  /** This is what the drawing says from now on, sent or not. */
  readonly onSaid?: (said: string) => void;
  /** @returns whether it is dealt with; otherwise its reason is shown */
  readonly onRefused?: (error: unknown) => boolean;
}

interface Shown<A, Question> extends Read<A, Question> {
  /** Of which drawing it is: it stays in sight while the next one is read. */
  readonly drawing: number;
}

/** What the drawing on a sheet is read as, and what its writer says to that, for its store. */
export function useSheetAnswer<
  A extends Answer,
  Question extends { readonly replaces?: string },
  Correction extends { readonly id: string },
>(options: SheetAnswerOptions<A, Question, Correction>) {
  const { sheets, history, device, pauseMs, questionOf, givenIn, task } = options;
  const server = useServerStore();
  const session = useSessionStore();

  const phase = ref<Phase>('blank');
  const shown = shallowRef<Shown<A, Question> | null>(null);
  const answer = computed(() => shown.value?.answer ?? null);
  /** Why there is no answer, or why something said was not kept. */
  const sentence = ref('');
  /** Code of the refusal that `sentence` tells of, for those who know more to say. */
  const refusal = ref('');

  const reader = useSheetReader<A, Question>({
    ...options,
    remove: history.remove,
    onLate: enter,
    onAnswer: show,
    onFailure: explain,
  });
  const labelling = useSaying<Correction>({
    ...{ phase, answer, sentence, sheets, history, givenIn, task, ask },
    device: { learn: options.learn, unlearn: device.unlearn, told: device.told },
    onSaid: options.onSaid,
    onClash: (said) => void unsent.post(sheets.sheet, said),
    beginSending: (): Sending<Correction> => unsent.beginSending(),
  });
  const { queued, untold } = labelling;
  const unsent = useUnsent<Question, Correction>({
    ...{ sheets, questionOf, givenIn, untold, post: options.post, overtake: reader.overtake },
    ...{ correction: labelling.correction, saying: labelling.saying },
    answered: () => (phase.value === 'answered' ? shown.value : null),
  });

  /** Asks what the sheet is, now or after a pause. */
  function ask(afterMs = 0, renewed = false): void {
    if (sheets.blank) return;
    phase.value = 'reading';
    sentence.value = '';
    options.onAsk?.();
    reader.ask({ sheet: sheets.sheet, renewed }, afterMs);
  }

  function show(read: Read<A, Question>, { sheet, renewed }: Asked): void {
    const next = read.answer;
    const isSame = shown.value?.drawing === sheet.drawing;
    options.onAnswer?.(next, isSame ? answer.value : null);
    shown.value = { ...read, drawing: sheet.drawing };
    labelling.beginUnsaid();
    phase.value = 'answered';
    sentence.value = '';
    if (next.onDevice) return labelling.sayQueued(null);
    // Read, and asked anew when the server can keep it; a label waits for that.
    if (next.recorded === false) return server.reportAway(new ServerUnsaved());
    enter(next, sheet, read.question);
    device.prepareSoon(options.readingOf(next.task));
    labelling.sayQueued(renewed ? reader.guestRefusal() : null);
  }

  /** What stands for a drawing is replaced by its next answer, and listed. */
  function enter(next: A, sheet: Sheet, question: Question): void {
    sheets.settle(sheet.drawing, next.id);
    options.list(next, sheet, question);
  }

  function explain(error: unknown): void {
    if (error instanceof ServerAway) {
      phase.value = 'away';
      server.reportAway(error);
      return;
    }
    if (options.onRefused?.(error)) return;
    if (queued.value !== null) labelling.unqueue();
    forget();
    phase.value = 'refused';
    sentence.value = messageOf(error);
    refusal.value = error instanceof ServerProblem ? error.code : '';
  }

  function forget(): void {
    shown.value = null;
    options.onAnswer?.(null, null);
  }

  /** The pen is down again: what is on its way would be read without this stroke. */
  function hold(): void {
    reader.cancel();
    // Who is read here leaves no trace before something is said.
    if (!device.isAlways(sheets.sheet)) void session.ensure().catch(() => undefined);
  }

  /** What was held was no stroke. */
  function goOn(): void {
    if (phase.value === 'reading') ask();
  }

  function reset(): void {
    reader.cancel();
    phase.value = 'blank';
    forget();
    labelling.beginUnsaid();
    sentence.value = '';
  }

  watch(
    () => sheets.sheet,
    (sheet, former) => {
      const isAnother = sheet.drawing !== former.drawing;
      const said = untold();
      if (said !== null && isAnother) unsent.postLeft(former, said);
      queued.value = null;
      if (sheets.blank || isAnother) reset();
      if (!sheets.blank) ask(sheet.picture ? 0 : pauseMs);
    },
    { flush: 'sync' },
  );

  // Somebody signed in: what they taught elsewhere counts here, too.
  session.onArrive(() => device.told(labelling.waitingIds));

  device.warm(options.readingOf(task()));
  // A drawing that survived a reload.
  if (!sheets.blank) ask();

  return { ...labelling, phase, answer, sentence, refusal, retry: reader.retry, ask, hold, goOn };
}
