import {
  messageOf,
  type CorrectionResponse,
  type HistoryItem,
  type PredictionResponse,
} from '@inkling/contract';
import { createEventHook } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import {
  sendCorrection,
  takeBackCorrection,
  deletePredictions,
  listPredictions,
} from '../../shared/api/predictions';
import { ServerAway } from '../../shared/api/errors';
import { itemOf, without, withCorrection, withNewest, withoutGone, withPage } from './history-list';
import { useServerStore } from '../../shared/api/server-store';
import { useSessionStore } from '../../shared/session/session-store';

const STRIP_LENGTH = 24;

export interface Marked {
  readonly predictionId: string;
  readonly correction: CorrectionResponse | null;
}

/**
 * One's own last drawings, and what is done to any of them. Kept by hand and not by the query library: the
 * answer writes to it, and it belongs to the first visit.
 */
export const useHistoryStore = defineStore('history', () => {
  const server = useServerStore();
  const session = useSessionStore();

  const recent = shallowRef<readonly HistoryItem[]>([]);
  /** Whether the last drawings are known: before that, none is not "none yet". */
  const loaded = ref(false);
  const failure = ref('');
  /** What was said last, here or in a dialog; `null` when it was taken back. */
  const marked = shallowRef<Marked | null>(null);
  /** Since the last drawings were asked for. */
  const gone = { deleted: new Set<string>(), replaced: new Set<string>() };

  /** The last drawings; nothing is asked for a person who never drew. */
  async function loadRecent(): Promise<void> {
    failure.value = '';
    try {
      if (await session.exists()) {
        const before = new Set(recent.value);
        gone.deleted.clear();
        gone.replaced.clear();
        const page = await listPredictions({ limit: STRIP_LENGTH });
        // What was drawn while this was on its way may be missing in it, and what went may still be there.
        const since = recent.value.filter((item) => !before.has(item));
        recent.value = withPage(since, withoutGone(page.items, gone)).slice(0, STRIP_LENGTH);
      }
      loaded.value = true;
    } catch (error) {
      if (error instanceof ServerAway) server.reportAway(error);
      failure.value = messageOf(error);
    }
  }

  function add(prediction: PredictionResponse, replaces: string | undefined): void {
    if (!prediction.correctable) return;
    const item = itemOf(prediction, Date.now());
    if (replaces !== undefined) gone.replaced.add(replaces);
    recent.value = withNewest(recent.value, item, replaces).slice(0, STRIP_LENGTH);
  }

  /** Says what a drawing is. Throws what the API threw. */
  async function correct(predictionId: string, label: string): Promise<CorrectionResponse> {
    const correction = await noticing(sendCorrection(predictionId, label));
    mark(predictionId, correction);
    return correction;
  }

  /** Takes back what was said of a drawing. Throws what the API threw. */
  async function takeBack(predictionId: string, correctionId: string): Promise<void> {
    await noticing(takeBackCorrection(correctionId));
    mark(predictionId, null);
  }

  const leaving = createEventHook<readonly string[]>();

  /** Deletes drawings with all that came of them. Throws what the API threw. */
  async function remove(ids: readonly string[]): Promise<void> {
    await noticing(deletePredictions(ids));
    for (const id of ids) gone.deleted.add(id);
    recent.value = without(recent.value, ids);
  }

  async function noticing<T>(call: Promise<T>): Promise<T> {
    return call.catch((error: unknown) => {
      if (error instanceof ServerAway) server.reportAway(error);
      throw error;
    });
  }

  function mark(predictionId: string, correction: CorrectionResponse | null): void {
    recent.value = withCorrection(recent.value, predictionId, correction);
    marked.value = { predictionId, correction };
  }

  session.onArrive(loadRecent);

  return {
    ...{ recent, loaded, marked, failure },
    ...{ loadRecent, add, correct, takeBack, remove },
    /** To be called when drawings go out of sight, which will be deleted. */
    leave: leaving.trigger,
    onLeave: leaving.on,
  };
});
