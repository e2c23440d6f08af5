import { messageOf } from '@inkling/contract';
import { computed, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { ServerAway, ServerProblem } from '../../../shared/api/errors';
import type { Previous } from '../../../shared/api/predictions';
import { useServerStore } from '../../../shared/api/server-store';
import { useSessionStore } from '../../../shared/session/session-store';
import type { Sending } from '../outbox/useUnsent';
import type { useSheetStore } from '../sheet/sheet-store';
import type { Phase } from './phase';
import { useDeviceLabels, type DeviceLabelsOptions } from './useDeviceLabels';

/** An answer, as far as something can be said of it. */
export interface Answer {
  readonly id: string;
  readonly task: string;
  readonly correctable: boolean;
  readonly recorded?: boolean | undefined;
  /** What is said of it counts here at once, whether the server is there or not. */
  readonly onDevice?: boolean | undefined;
}

export interface SayingOptions<Correction> {
  readonly phase: Readonly<Ref<Phase>>;
  readonly answer: Readonly<Ref<Answer | null>>;
  /** Why something said was not kept. */
  readonly sentence: Ref<string>;
  /** The store of what is drawn. */
  readonly sheets: Pick<
    ReturnType<typeof useSheetStore>,
    'sheet' | 'nextUndo' | 'nextRedo' | 'undo' | 'redo' | 'note' | 'settle' | 'dropDraft'
  >;
  /** The store that sends what is said. */
  readonly history: DeviceLabelsOptions<Correction>['history'];
  /** Learns at once what is said of its own answers. */
  readonly device: Pick<DeviceLabelsOptions<Correction>, 'learn' | 'unlearn' | 'told'>;
  /** What was said, as it was given. */
  readonly givenIn: (correction: Correction) => string;
  /** The task that an answer would be asked for now. */
  readonly task: () => string;
  /** Asks for the next answer of the same drawing. */
  readonly ask: (pauseMs?: number, renewed?: boolean) => void;
  /** This is what the drawing says from now on, sent or not. */
  readonly onSaid?: ((said: string) => void) | undefined;
  /** Something else was said meanwhile on another device: the outbox asks which counts. */
  readonly onClash: (said: string) => void;
  /** A label of the drawing on the sheet is being sent. */
  readonly beginSending: () => Sending<Correction>;
}

/** Something said of an answer that is being sent; `null` takes the label back. */
interface Underway {
  readonly answer: Answer;
  readonly said: string | null;
  /** What its writer wants by now, which is seen to afterwards. */
  wanted: string | null;
}

/** What the person says to an answer, for its store. Kept until it can be sent, and undone again. */
export function useSaying<Correction extends { readonly id: string }>(
  options: SayingOptions<Correction>,
) {
  const { phase, answer, sentence, sheets, history, givenIn, task, ask, onSaid, onClash } = options;
  const { device, beginSending } = options;
  const server = useServerStore();
  const session = useSessionStore();

  const correction = shallowRef(null) as ShallowRef<Correction | null>;
  /** What was said before its answer was here, or while the server was away. */
  const queued = ref<string | null>(null);
  const { correct, takeBack, untold, waitingIds } = useDeviceLabels<Correction>({
    ...{ answer, history, correction, queued, givenIn },
    ...{ learn: device.learn, unlearn: device.unlearn, told: device.told },
  });
  const underway = shallowRef<Underway | null>(null);
  const isShown = ({ id }: Answer): boolean => answer.value?.id === id;
  const saying = computed(() => underway.value !== null && isShown(underway.value.answer));
  /** Whether an earlier "it is this" was just taken back. */
  const takenBack = ref(false);
  const canUndo = computed(() => sheets.nextUndo !== undefined);
  const canRedo = computed(() => sheets.nextRedo !== undefined);

  /**
   * Says what the drawing is; what was read confirms. Kept until it can be sent.
   *
   * @param wasKept it was said some time ago: what was said on another device since is not replaced unseen
   */
  async function say(said: string, wasKept = false): Promise<void> {
    const current = answer.value;
    if (phase.value === 'blank' || phase.value === 'refused') return;
    onSaid?.(said);
    if (saying.value) return want(said);
    if (phase.value !== 'answered' || !current) return queue(said);
    if (server.away && !current.onDevice) return queue(said);
    if (!current.correctable) return renew(said);
    // At once, as the next stroke is another drawing's.
    sheets.note(said);
    const previous = wasKept ? known() : undefined;
    await sending(current, said, () => correct(current, said, previous));
  }

  const known = (): Previous =>
    correction.value && { id: correction.value.id, said: givenIn(correction.value) };

  /** Comes after what is being sent. */
  function want(said: string | null): void {
    if (underway.value) underway.value.wanted = said;
    if (said !== null) sheets.note(said);
  }

  /**
   * What lies on the sheet when it has arrived, or failed, may be another drawing.
   *
   * @param work is told what there is then
   */
  async function sending(
    current: Answer,
    said: string | null,
    work: () => Promise<Correction | null>,
  ): Promise<void> {
    const sent = beginSending();
    const now: Underway = { answer: current, said, wanted: said };
    underway.value = now;
    sentence.value = '';
    let has: Correction | null | undefined;
    try {
      has = await work();
    } catch (error) {
      if (isShown(current)) fail(error, now);
    }
    if (underway.value === now) underway.value = null;
    if (!isShown(current)) await leave(now, sent, has).catch(() => undefined);
    sent.end();
    if (isShown(current)) await followUp(now, has);
  }

  function fail(error: unknown, now: Underway): void {
    const { said, wanted } = now;
    if (said !== null) unqueue();
    if (said !== null && error instanceof ServerAway) {
      if (wanted !== null) queue(wanted);
    } else if (error instanceof ServerProblem && error.current) {
      if (wanted !== null) onClash(wanted);
      now.wanted = said;
    } else sentence.value = messageOf(error);
  }

  /** What is wanted by now of a drawing that was left meanwhile. @param has none where that failed */
  async function leave(
    { answer: current, said, wanted }: Underway,
    sent: Sending<Correction>,
    has: Correction | null | undefined,
  ): Promise<void> {
    if (wanted === null) {
      sent.drop();
      if (has) await takeBack(current, has.id);
    } else if (has && wanted === said && !current.onDevice) sent.drop();
    // Nobody but this device was told.
    else await sent.post(wanted, current.onDevice ? undefined : has);
  }

  /** What is wanted by now of the drawing on the sheet. */
  async function followUp(
    { said, wanted }: Underway,
    has: Correction | null | undefined,
  ): Promise<void> {
    if (wanted === said || queued.value !== null) return;
    if (wanted !== null) await say(wanted);
    else if (has) await withdraw();
  }

  /**
   * Says what waited for the answer.
   *
   * @param refusal why that can't be kept, once the session was renewed for it
   */
  function sayQueued(refusal: string | null): void {
    const said = queued.value;
    queued.value = null;
    if (said === null) return;
    if (answer.value?.correctable) void say(said, true);
    else if (refusal === null) renew(said);
    else {
      unqueue();
      sentence.value = refusal;
    }
  }

  /** The server knows this guest no longer: become one again, then ask and say it once more. */
  function renew(said: string): void {
    queue(said);
    session.forget();
    ask(0, true);
  }

  /** The drawing has its label; the server gets it as soon as it can. */
  function queue(said: string): void {
    queued.value = said;
    sheets.note(said);
  }

  /** The label is the one that the server has, if any. */
  function unqueue(): void {
    queued.value = null;
    noteGiven(correction.value);
  }

  function noteGiven(kept: Correction | null): void {
    sheets.note(kept && givenIn(kept));
  }

  /** Nothing is said of another answer yet. */
  function beginUnsaid(): void {
    correction.value = null;
    takenBack.value = false;
  }

  /** Takes back the last act, see `Book`. */
  async function undo(): Promise<void> {
    if (saying.value) return want(null);
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
    await sending(current, null, async () => {
      await takeBack(current, said.id);
      return null;
    });
  }

  // Said here, or of this drawing in the history.
  watch(
    () => history.marked,
    (marked) => {
      if (!marked || marked.itemId !== answer.value?.id) return;
      correction.value = marked.correction;
      takenBack.value = marked.correction === null;
      noteGiven(marked.correction);
      if (marked.correction) onSaid?.(givenIn(marked.correction));
      // A corrected answer stays as it is; one that was taken back may be replaced again.
      const { task: readAs, id } = answer.value;
      sheets.settle(sheets.sheet.drawing, id, !takenBack.value);
      if (marked.correction) sheets.dropDraft();
      // Another task was chosen while the label stood.
      else if (readAs !== task()) ask();
    },
    { flush: 'sync' },
  );

  watch(
    () => server.away,
    (away) => {
      if (away) return;
      const said = queued.value;
      // What this device read and learned of is sent as it is; the rest is read by the server now.
      const isUnrecorded =
        answer.value?.recorded === false && correction.value === null && !saying.value;
      if (phase.value === 'away' || (phase.value === 'answered' && isUnrecorded)) ask();
      else if (phase.value === 'answered' && said !== null) {
        queued.value = null;
        void say(said, true);
      }
    },
  );

  return {
    ...{ correction, queued, saying, takenBack, canUndo, canRedo },
    ...{ say, sayQueued, unqueue, beginUnsaid, undo, redo, untold, waitingIds },
  };
}
