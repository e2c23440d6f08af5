import { messageOf } from '@inkling/contract';
import { createEventHook } from '@vueuse/core';
import { ref, shallowRef } from 'vue';
import { attempt } from '../../shared/api/attempt';
import { ServerAway } from '../../shared/api/errors';
import { takeBackCorrection, type Previous } from '../../shared/api/predictions';
import { useLaterStore } from '../../shared/later-store';
import { useServerStore } from '../../shared/api/server-store';
import { useSessionStore } from '../../shared/session/session-store';
import {
  without,
  withCorrection,
  withoutCorrection,
  withNewest,
  withoutGone,
  withPage,
  type Listed,
} from './history-list';

/** A long line that was corrected takes longest. After that it is sent again later, which changes nothing more. */
const TIMEOUT_MS = 10_000;

export interface Marked<Correction> {
  readonly itemId: string;
  readonly correction: Correction | null;
}

export interface RecentItemsOptions<Item, Correction> {
  /** How many are kept. */
  readonly length: number;
  readonly list: (query: { limit: number }) => Promise<{ readonly items: readonly Item[] }>;
  /** Says what an item is. */
  readonly send: (
    itemId: string,
    said: string,
    previous: Previous | undefined,
    signal: AbortSignal,
  ) => Promise<Correction>;
  readonly givenIn: (correction: Correction) => string;
  readonly destroy: (ids: readonly string[]) => Promise<unknown>;
}

/**
 * One's own last drawings or lines, and what is done to any of them, for their store. Kept by hand and not by
 * the query library: the answer writes to it, and it belongs to the first visit.
 */
export function useRecentItems<
  Item extends Listed,
  Correction extends Item['correction'] & object,
>({ length, list, send, givenIn, destroy }: RecentItemsOptions<Item, Correction>) {
  const server = useServerStore();
  const session = useSessionStore();
  const later = useLaterStore();

  const recent = shallowRef<readonly Item[]>([]);
  /** Whether the last items are known: before that, none is not "none yet". */
  const loaded = ref(false);
  const failure = ref('');
  /** What was said last, here or in a dialog; `null` when it was taken back. */
  const marked = shallowRef<Marked<Correction> | null>(null);
  /** What was deleted last, maybe long after its page was left. */
  const removed = shallowRef<readonly string[]>([]);
  /** Since the last items were asked for. */
  const gone = { deleted: new Set<string>(), replaced: new Set<string>() };

  /** The last items; nothing is asked for a person who never drew. */
  async function loadRecent(): Promise<void> {
    failure.value = '';
    try {
      if (await session.exists()) {
        const before = new Set(recent.value);
        gone.deleted.clear();
        gone.replaced.clear();
        const page = await list({ limit: length });
        // What was drawn while this was on its way may be missing in it, and what went may still be there.
        const since = recent.value.filter((item) => !before.has(item));
        recent.value = withPage(since, withoutGone(page.items, gone)).slice(0, length);
      }
      loaded.value = true;
    } catch (error) {
      if (error instanceof ServerAway) server.reportAway(error);
      failure.value = messageOf(error);
    }
  }

  /** Puts an item first, in place of the one that it replaces. */
  function enter(item: Item, replaces: string | undefined): void {
    if (replaces !== undefined) gone.replaced.add(replaces);
    recent.value = withNewest(recent.value, item, replaces).slice(0, length);
  }

  /** Says what an item is. Throws what the API threw. @param previous refuses to replace any other correction */
  async function correct(itemId: string, said: string, previous?: Previous): Promise<Correction> {
    const correction = await noticing(inTime((signal) => send(itemId, said, previous, signal)));
    const told = { id: correction.id, said: givenIn(correction) };
    void later.noteTold({ answerId: itemId, correction: told });
    mark(itemId, correction);
    return correction;
  }

  /** Takes back what was said of an item. Throws what the API threw. */
  async function takeBack(itemId: string, correctionId: string): Promise<void> {
    await noticing(inTime((signal) => takeBackCorrection(correctionId, signal)));
    void later.noteTold({ answerId: itemId, correction: null });
    // The list may know the item by the id that the server made, its page by one of this device's.
    recent.value = withoutCorrection(recent.value, correctionId);
    mark(itemId, null);
  }

  const leaving = createEventHook<readonly string[]>();

  /** Deletes items with all that came of them. Throws what the API threw. */
  async function remove(ids: readonly string[]): Promise<void> {
    await noticing(destroy(ids));
    for (const id of ids) gone.deleted.add(id);
    recent.value = without(recent.value, ids);
    removed.value = ids;
  }

  const inTime = <T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    attempt(run, {
      ...{ signal: new AbortController().signal, timeoutMs: TIMEOUT_MS, pausesMs: [] },
    });

  async function noticing<T>(call: Promise<T>): Promise<T> {
    return call.catch((error: unknown) => {
      if (error instanceof ServerAway) server.reportAway(error);
      throw error;
    });
  }

  /** Notes what was said of an item, here or where it was read. */
  function mark(itemId: string, correction: Correction | null): void {
    recent.value = withCorrection(recent.value, itemId, correction);
    marked.value = { itemId, correction };
  }

  session.onArrive(loadRecent);

  return {
    ...{ recent, loaded, marked, removed, failure },
    ...{ loadRecent, enter, correct, takeBack, remove, mark },
    /** To be called when items go out of sight, which will be deleted. */
    leave: leaving.trigger,
    onLeave: leaving.on,
  };
}
