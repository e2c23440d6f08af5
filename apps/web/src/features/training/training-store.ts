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
import { useServerStore } from '../../shared/api/server-store';
import { withFirstPage } from './job-order';
import { isOpen } from './job-words';
import { shownJob } from './shown-job';
import {
  cancelJob,
  changeTrainingSettings,
  getJob,
  listJobs,
  previewTraining,
  startJob,
} from './training-calls';

const PAGE_LENGTH = 10;

/** Others start, cancel and approve too. */
export const LOOK_EVERY_MS = 4000;

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
  const loadingMore = ref(false);
  const failure = ref('');

  /** The job that somebody chose to see; otherwise the one that is open, or the newest. */
  const chosenId = ref<string | null>(null);
  const { job, points, log, show, renew } = shownJob(() => void look());
  const shownId = computed(() => {
    const open = jobs.value.find(({ status }) => status === 'running') ?? jobs.value.find(isOpen);
    return chosenId.value ?? open?.id ?? jobs.value[0]?.id ?? null;
  });

  const later = useTimeoutFn(() => void poll(), LOOK_EVERY_MS, { immediate: false });
  /** Count openings and looks: answers to earlier ones come too late. */
  let openings = 0;
  let looks = 0;

  /** Shows a network, and a job of it. */
  async function open(of: TrainedNetwork, jobId: string | null): Promise<void> {
    const mine = ++openings;
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
    loadingMore.value = false;
    await look();
    if (mine !== openings) return;
    loading.value = false;
    later.start();
  }

  /** Nobody looks any more. */
  function close(): void {
    openings++;
    looks++;
    later.stop();
    show(null);
  }

  async function poll(): Promise<void> {
    const mine = openings;
    if (document.visibilityState !== 'hidden') await look();
    if (mine === openings) later.start();
  }

  /** Everything at once, so that the parts of the page tell one story. */
  async function look(): Promise<void> {
    const mine = ++looks;
    const isLate = (): boolean => mine !== looks;
    const of = network.value;
    try {
      const [nextPreview, page] = await Promise.all([
        previewTraining(of),
        listJobs({ network: of, limit: PAGE_LENGTH }),
      ]);
      if (isLate()) return;
      failure.value = '';
      preview.value = nextPreview;
      jobs.value = withFirstPage(jobs.value, page.items);
      // Further pages that were loaded before stay, and so does where they end.
      if (jobs.value.length === page.items.length) nextCursor.value = page.nextCursor;
      await follow(isLate);
    } catch (error) {
      if (!isLate()) fail(error);
    }
  }

  /** Sees to it that the shown job is watched, and says why it waits as the server sees it now. */
  async function follow(isLate: () => boolean): Promise<void> {
    const id = shownId.value;
    if (id === null) return show(null);
    const isShown = job.value?.id === id;
    const listed = jobs.value.find((one) => one.id === id);
    if (isShown && !listed && !isOpen(job.value!)) return;
    const found = listed ?? (await getJob(id));
    if (isLate()) return;
    if (isShown) renew(found);
    else show(found);
  }

  async function loadMore(): Promise<void> {
    const cursor = nextCursor.value;
    if (cursor === null || loadingMore.value) return;
    const mine = openings;
    loadingMore.value = true;
    try {
      const page = await listJobs({ network: network.value, limit: PAGE_LENGTH, cursor });
      if (mine !== openings) return;
      jobs.value = [...jobs.value, ...page.items];
      nextCursor.value = page.nextCursor;
    } catch (error) {
      if (mine === openings) fail(error);
    } finally {
      if (mine === openings) loadingMore.value = false;
    }
  }

  function fail(error: unknown): void {
    if (error instanceof ServerAway) server.reportAway(error);
    failure.value = messageOf(error);
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
    renew(await cancelJob(id));
    await look();
  }

  /** Throws what the API threw. */
  async function changeSettings(change: TrainingSettingsChange): Promise<void> {
    const settings = await changeTrainingSettings(network.value, change);
    if (preview.value) preview.value = { ...preview.value, settings };
    await look();
  }

  return {
    ...{ network, preview, jobs, nextCursor, loading, loadingMore, failure },
    ...{ chosenId, job, points, log, shownId },
    ...{ open, close, look, loadMore, start, cancel, changeSettings },
  };
});
