import { messageOf } from '@inkling/contract';
import { nextTick, ref, shallowRef, watch } from 'vue';
import { ServerAway } from '../../shared/api/errors';
import { useLaterStore, type Later } from '../../shared/later-store';

/** A drawing or a line that can be corrected. */
interface Correctable {
  readonly id: string;
  readonly correction: { readonly id: string } | null;
}

export interface ItemDialogOptions<Item extends Correctable> {
  /** What the dialog is about; `null` while it is closed. */
  readonly item: () => Item | null;
  /** The store that corrects items. */
  readonly history: {
    readonly correct: (itemId: string, said: string) => Promise<unknown>;
    readonly takeBack: (itemId: string, correctionId: string) => Promise<void>;
  };
  /** A correction as it waits while the server is away. */
  readonly unsent: (item: Item, said: string) => Later;
}

/**
 * Corrects the item of a dialog, or takes its correction back. The dialog may be closed, or be about another
 * item, before the server has answered: a correction belongs to the item that it was made of.
 */
export function useItemDialog<Item extends Correctable>({
  item,
  history,
  unsent,
}: ItemDialogOptions<Item>) {
  const outbox = useLaterStore();

  /** Stays while the dialog closes, so that it does not empty before it is gone. */
  const shown = shallowRef<Item | null>(null);
  const busy = ref(false);
  const problem = ref('');
  /** That a correction waits for the server; empty where none does. */
  const later = ref('');

  watch(
    item,
    (next, former) => {
      if (!next) return;
      shown.value = next;
      if (next.id !== former?.id) problem.value = later.value = '';
    },
    { immediate: true },
  );

  /** What is underway: one comes after the other, so that what was asked for last counts. */
  let last: Promise<unknown> | undefined;

  /** @returns whether it went well, and the dialog still shows the item */
  async function doing(work: (about: Item) => Promise<unknown>): Promise<boolean> {
    const about = item();
    if (!about) return false;
    const isShown = (): boolean => shown.value?.id === about.id;
    const run = async (): Promise<void> => {
      if (isShown()) problem.value = later.value = '';
      const now = item();
      await work(now?.id === about.id ? now : about);
    };
    busy.value = true;
    // A list hands on what became of the item in the next tick.
    const done = last ? last.then(() => nextTick()).then(run) : run();
    const settled = done.catch(() => undefined);
    last = settled;
    try {
      await done;
      return isShown();
    } catch (error) {
      if (isShown()) problem.value = messageOf(error);
      return false;
    } finally {
      if (last === settled) {
        last = undefined;
        busy.value = false;
      }
    }
  }

  /** Corrects the item, now or as soon as the server is back. */
  const say = (said: string): Promise<boolean> =>
    doing(async (about) => {
      try {
        await history.correct(about.id, said);
      } catch (error) {
        if (!(error instanceof ServerAway)) throw error;
        await outbox.keep(unsent(about, said));
        if (shown.value?.id !== about.id) return;
        later.value = `${said} is kept. Inkling will learn it when the server is back.`;
      }
    });

  const takeBack = (): Promise<boolean> =>
    doing(async ({ id, correction }) => correction && history.takeBack(id, correction.id));

  return { shown, busy, problem, later, say, takeBack };
}
