import {
  messageOf,
  type LineCorrectionResponse,
  type LineHistoryItem,
  type LineResponse,
} from '@inkling/contract';
import { createEventHook } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { ServerAway } from '../../shared/api/errors';
import { deleteLine, lineStrip, listLines, sendLineCorrection } from '../../shared/api/lines';
import { takeBackCorrection } from '../../shared/api/predictions';
import { useServerStore } from '../../shared/api/server-store';
import { useSessionStore } from '../../shared/session/session-store';
import { without, withCorrection, withNewest, withoutGone, withPage } from './history-list';

const STRIP_LENGTH = 12;

export interface MarkedLine {
  readonly lineId: string;
  readonly correction: LineCorrectionResponse | null;
}

/** One's own last lines, and what is done to any of them. */
export const useLineHistoryStore = defineStore('line-history', () => {
  const server = useServerStore();
  const session = useSessionStore();

  const recent = shallowRef<readonly LineHistoryItem[]>([]);
  /** Whether the last lines are known: before that, none is not "none yet". */
  const loaded = ref(false);
  const failure = ref('');
  /** What was corrected last, here or in a dialog; `null` when it was undone. */
  const marked = shallowRef<MarkedLine | null>(null);
  /** Since the last lines were asked for. */
  const gone = { deleted: new Set<string>(), replaced: new Set<string>() };

  /** The last lines; nothing is asked for a person who never drew. */
  async function loadRecent(): Promise<void> {
    failure.value = '';
    try {
      if (await session.exists()) {
        const before = new Set(recent.value);
        gone.deleted.clear();
        gone.replaced.clear();
        const page = await listLines({ limit: STRIP_LENGTH });
        const since = recent.value.filter((item) => !before.has(item));
        recent.value = withPage(since, withoutGone(page.items, gone)).slice(0, STRIP_LENGTH);
      }
      loaded.value = true;
    } catch (error) {
      if (error instanceof ServerAway) server.reportAway(error);
      failure.value = messageOf(error);
    }
  }

  /** @param strip what it looks like; asked for where that is empty */
  function add(line: LineResponse, strip: string, replaces: string | undefined): void {
    if (!line.correctable) return;
    const { id, task, text, probability, certain, model } = line;
    const createdAt = new Date().toISOString();
    const item = {
      id,
      task,
      text,
      probability,
      certain,
      model,
      createdAt,
      strip,
      correction: null,
    };
    if (replaces !== undefined) gone.replaced.add(replaces);
    recent.value = withNewest<LineHistoryItem>(recent.value, item, replaces).slice(0, STRIP_LENGTH);
    if (strip === '') void showStrip(id);
  }

  /** Nothing depends on it: without it the list shows the text alone. */
  async function showStrip(id: string): Promise<void> {
    const strip = await lineStrip(id).catch(() => '');
    recent.value = recent.value.map((item) => (item.id === id ? { ...item, strip } : item));
  }

  /** States what a line says. Throws what the API threw. */
  async function correct(lineId: string, text: string): Promise<LineCorrectionResponse> {
    const correction = await noticing(sendLineCorrection(lineId, text));
    mark(lineId, correction);
    return correction;
  }

  /** Undoes what was stated of a line. Throws what the API threw. */
  async function takeBack(lineId: string, correctionId: string): Promise<void> {
    await noticing(takeBackCorrection(correctionId));
    mark(lineId, null);
  }

  const leaving = createEventHook<readonly string[]>();

  /** Deletes lines with all that came of them. Throws what the API threw. */
  async function remove(ids: readonly string[]): Promise<void> {
    await noticing(Promise.all(ids.map(deleteLine)));
    for (const id of ids) gone.deleted.add(id);
    recent.value = without(recent.value, ids);
  }

  async function noticing<T>(call: Promise<T>): Promise<T> {
    return call.catch((error: unknown) => {
      if (error instanceof ServerAway) server.reportAway(error);
      throw error;
    });
  }

  function mark(lineId: string, correction: LineCorrectionResponse | null): void {
    recent.value = withCorrection(recent.value, lineId, correction);
    marked.value = { lineId, correction };
  }

  session.onArrive(loadRecent);

  return {
    ...{ recent, loaded, marked, failure },
    ...{ loadRecent, add, correct, takeBack, remove },
    /** To be called when lines go out of sight, which will be deleted. */
    leave: leaving.trigger,
    onLeave: leaving.on,
  };
});
