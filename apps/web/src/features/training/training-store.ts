import {
  messageOf,
  type TrainingAccepted,
  type TrainingJob,
  type TrainingPreview,
  type TrainingRequest,
  type TrainingSettingsChange,
} from '@inkling/contract';
import type { TrainedNetwork } from '@inkling/recognizer';
import { useTimeoutFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import { ServerAway } from '../../shared/api/errors';
import { watchJob } from './job-events';
import {
  cancelJob,
  changeTrainingSettings,
  getJob,
  listJobs,
  previewTraining,
  startJob,
} from './training-calls';
import { isEarlier } from './job-order';
import { isOpen } from './job-words';
import { withReport, type CurvePoint } from './curve';
import { useServerStore } from '../../shared/api/server-store';

const PAGE_LENGTH = 10;

/** Others start, cancel and approve too. */
export const LOOK_EVERY_MS = 4000;

export interface LogLine {
  readonly text: string;
  readonly at: string;
}

/**
 * A network's training: what is new, the job that is shown, and the past ones. Read by hand, not by the query
 * library: lists and the stream of a job are told as one story, all of one look or none.
 */
export const useTrainingStore = defineStore('training', () => {
  const server = useServerStore();

  const network = ref<TrainedNetwork>('digits');
  const preview = shallowRef<TrainingPreview | null>(null);
  const jobs = shallowRef<readonly TrainingJob[]>([]);
  const nextCursor = ref<string | null>(null);
  const loading = ref(false);
  const failure = ref('');

  /** The job that somebody chose to see; otherwise the one that is open, or the newest. */
  const chosenId = ref<string | null>(null);
  const job = shallowRef<TrainingJob | null>(null);
  const points = shallowRef<readonly CurvePoint[]>([]);
  const log = shallowRef<readonly LogLine[]>([]);

  let stopWatching: (() => void) | undefined;
  const later = useTimeoutFn(() => void poll(), LOOK_EVERY_MS, { immediate: false });
  /** Counts openings: answers to an earlier one come too late. */
  let opening = 0;

  const shownId = computed(() => {
    const open = jobs.value.find(({ status }) => status === 'running') ?? jobs.value.find(isOpen);
    return chosenId.value ?? open?.id ?? jobs.value[0]?.id ?? null;
  });

  /** Shows a network, and a job of it. */
  async function open(of: TrainedNetwork, jobId: string | null): Promise<void> {
    const mine = ++opening;
    if (of !== network.value) {
      preview.value = null;
      jobs.value = [];
      nextCursor.value = null;
      show(null);
    }
    network.value = of;
    chosenId.value = jobId;
    later.stop();
    loading.value = preview.value === null;
    await look(mine);
    if (mine !== opening) return;
    loading.value = false;
    later.start();
  }

  /** Nobody looks any more. */
  function close(): void {
    opening++;
    later.stop();
    show(null);
  }

  async function poll(): Promise<void> {
    const mine = opening;
    if (document.visibilityState !== 'hidden') await look(mine);
    if (mine === opening) later.start();
  }

  /** Everything at once, so that the parts of the page tell one story. */
  async function look(mine = opening): Promise<void> {
    const of = network.value;
    try {
      const [nextPreview, page] = await Promise.all([
        previewTraining(of),
        listJobs({ network: of, limit: PAGE_LENGTH }),
      ]);
      if (mine !== opening) return;
      failure.value = '';
      preview.value = nextPreview;
      takeFirstPage(page.items, page.nextCursor);
      await follow(mine);
    } catch (error) {
      if (mine !== opening) return;
      if (error instanceof ServerAway) server.reportAway();
      failure.value = messageOf(error);
    }
  }

  /** Pages that were loaded before stay below it. */
  function takeFirstPage(items: readonly TrainingJob[], cursor: string | null): void {
    const last = items.at(-1)?.id;
    const older = last === undefined ? [] : jobs.value.filter(({ id }) => id < last);
    jobs.value = [...items, ...older];
    if (older.length === 0) nextCursor.value = cursor;
  }

  /** Sees to it that the shown job is watched, and says why it waits as the server sees it now. */
  async function follow(mine: number): Promise<void> {
    const id = shownId.value;
    if (id === null) return show(null);
    const known = jobs.value.find((one) => one.id === id);
    if (job.value?.id !== id) {
      const found = known ?? (await getJob(id));
      if (mine !== opening) return;
      show(found);
    } else if (known) job.value = known;
    else if (isOpen(job.value)) {
      const found = await getJob(id);
      if (mine === opening) job.value = found;
    }
  }

  function show(next: TrainingJob | null): void {
    stopWatching?.();
    stopWatching = undefined;
    job.value = next;
    points.value = [];
    log.value = [];
    if (next) watch(next.id);
  }

  function watch(id: string): void {
    stopWatching = watchJob(id, {
      job: (data) => {
        const shown = job.value;
        if (data.id !== shown?.id || !isOpen(shown) || isEarlier(data, shown)) return;
        job.value = data;
        if (!isOpen(data)) void look();
      },
      progress: (data) => {
        points.value = withReport(points.value, data);
        if (job.value?.status === 'running') job.value = { ...job.value, progress: data };
      },
      log: (line) => {
        log.value = [...log.value, line];
      },
    });
  }

  async function loadMore(): Promise<void> {
    if (nextCursor.value === null || loading.value) return;
    const mine = opening;
    loading.value = true;
    try {
      const page = await listJobs({
        network: network.value,
        limit: PAGE_LENGTH,
        cursor: nextCursor.value,
      });
      if (mine !== opening) return;
      jobs.value = [...jobs.value, ...page.items];
      nextCursor.value = page.nextCursor;
    } finally {
      loading.value = false;
    }
  }

  /** Throws what the API threw. */
  async function start(request: Omit<TrainingRequest, 'network'>): Promise<TrainingAccepted> {
    const accepted = await startJob({ ...request, network: network.value });
    chosenId.value = null;
    await look();
    return accepted;
  }

  /** Throws what the API threw. */
  async function cancel(id: string): Promise<void> {
    const after = await cancelJob(id);
    if (job.value?.id === id) job.value = after;
    await look();
  }

  /** Throws what the API threw. */
  async function changeSettings(change: TrainingSettingsChange): Promise<void> {
    const settings = await changeTrainingSettings(network.value, change);
    if (preview.value) preview.value = { ...preview.value, settings };
    await look();
  }

  return {
    ...{ network, preview, jobs, nextCursor, loading, failure },
    ...{ chosenId, job, points, log, shownId },
    ...{ open, close, look, loadMore, start, cancel, changeSettings },
  };
});
