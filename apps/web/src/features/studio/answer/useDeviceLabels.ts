import { useTimeoutFn } from '@vueuse/core';
import { watch, type Ref } from 'vue';
import type { Previous } from '../../../shared/api/predictions';
import type { Marked } from '../../history/useRecentItems';
import { useOutboxStore } from '../outbox/outbox-store';

/** Long enough to undo before the server is told. */
export const QUIET_MS = 10_000;

interface Answer {
  readonly id: string;
  readonly onDevice?: boolean | undefined;
}

export interface DeviceLabelsOptions<Correction> {
  readonly answer: Readonly<Ref<Answer | null>>;
  /** The store that sends what is said of answers of the server. */
  readonly history: {
    readonly marked: Marked<Correction> | null;
    readonly correct: (id: string, said: string, previous?: Previous) => Promise<Correction>;
    readonly takeBack: (id: string, correctionId: string) => Promise<void>;
    readonly mark: (id: string, correction: Correction | null) => void;
  };
  /** Teaches this device. The correction has the id of its answer: the server's has one of its own. */
  readonly learn: (id: string, said: string) => Promise<Correction>;
  readonly unlearn: (id: string) => Promise<void>;
  /** Something that was said reached the server. @param waiting answers whose labels did not */
  readonly told: (waiting: () => readonly string[]) => void;
  /** What stands now. */
  readonly correction: Readonly<Ref<Correction | null>>;
  /** What waits for an answer. */
  readonly queued: Readonly<Ref<string | null>>;
  readonly givenIn: (correction: Correction) => string;
}

/**
 * What is said of an answer of this device. It counts here at once, and lies in the outbox; the server is told when
 * nothing else was said of it for a while, and when its sheet or its tab is left.
 */
export function useDeviceLabels<Correction extends { readonly id: string }>(
  options: DeviceLabelsOptions<Correction>,
) {
  const {
    answer,
    history,
    learn,
    unlearn,
    told: tellDevice,
    correction,
    queued,
    givenIn,
  } = options;
  const outbox = useOutboxStore();
  /** The server's correction of this answer. */
  let told: { readonly answerId: string; readonly id: string } | undefined;

  async function correct(
    { id, onDevice }: Answer,
    said: string,
    previous?: Previous,
  ): Promise<Correction> {
    if (!onDevice) return history.correct(id, said, previous);
    // What was said before and is on its way would come after this, and be shown in its place.
    await outbox.pause(id);
    const learned = await learn(id, said);
    history.mark(id, learned);
    return learned;
  }

  async function takeBack({ id, onDevice }: Answer, correctionId: string): Promise<void> {
    if (!onDevice) return history.takeBack(id, correctionId);
    await outbox.takeOut(id);
    const sent = told?.answerId === id ? told.id : undefined;
    if (sent !== undefined) await history.takeBack(id, sent);
    await unlearn(id);
    if (sent === undefined) history.mark(id, null);
  }

  /** What the server does not have yet. */
  function untold(): string | null {
    if (queued.value !== null || !answer.value?.onDevice) return queued.value;
    const said = correction.value;
    return said?.id === answer.value.id ? givenIn(said) : null;
  }

  /** Whether it was said of the answer on the sheet, to this device alone. */
  function isLocal({ itemId, correction: said }: Marked<Correction>): boolean {
    if (!answer.value?.onDevice || itemId !== answer.value.id) return false;
    return said === null || said.id === itemId;
  }

  function tell(): void {
    if (untold() !== null && answer.value?.onDevice) outbox.release(answer.value.id);
  }

  function waitingIds(): string[] {
    const here = untold() === null ? [] : [answer.value?.id ?? ''];
    return [...outbox.waiting.map(({ id }) => id), ...here];
  }

  const quiet = useTimeoutFn(tell, QUIET_MS, { immediate: false });

  watch(untold, (said) => {
    quiet.stop();
    if (said !== null) quiet.start();
  });

  addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') tell();
  });

  watch(
    () => history.marked,
    (marked) => {
      if (!marked || marked.itemId !== answer.value?.id) return;
      const { itemId: answerId, correction: said } = marked;
      if (said === null) told = undefined;
      else if (said.id !== answerId) told = { answerId, id: said.id };
    },
    { flush: 'sync' },
  );

  // What was said of anything and has reached the server is in its memory.
  watch(
    () => history.marked,
    (marked) => {
      if (!marked || !isLocal(marked)) tellDevice(waitingIds);
    },
  );

  return { correct, takeBack, untold, waitingIds };
}
