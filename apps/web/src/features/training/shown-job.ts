import type { TrainingJob } from '@inkling/contract';
import { shallowRef } from 'vue';
import { withReport, type CurvePoint } from './curve';
import { watchJob, type JobHandlers } from './job-events';
import { isEarlier } from './job-order';
import { isOpen } from './job-words';

export interface LogLine {
  readonly text: string;
  readonly at: string;
}

/**
 * The job that is shown, with what its stream tells.
 *
 * @param onOver called when the stream tells its end
 */
export function shownJob(onOver: () => void) {
  const job = shallowRef<TrainingJob | null>(null);
  const points = shallowRef<readonly CurvePoint[]>([]);
  const log = shallowRef<readonly LogLine[]>([]);
  let stopWatching: (() => void) | undefined;

  /** Shows another job, or none. */
  function show(next: TrainingJob | null): void {
    stopWatching?.();
    job.value = next;
    begin();
    stopWatching = next ? watchJob(next.id, handlers, { onBegin: begin, isOver }) : undefined;
  }

  function begin(): void {
    points.value = [];
    log.value = [];
  }

  const isOver = (): boolean => !job.value || !isOpen(job.value);

  const handlers: JobHandlers = {
    job: (data) => {
      const shown = job.value;
      if (data.id !== shown?.id || !isOpen(shown) || isEarlier(data, shown)) return;
      job.value = data;
      if (!isOpen(data)) onOver();
    },
    progress: (data) => {
      points.value = withReport(points.value, data);
      if (job.value?.status === 'running') job.value = { ...job.value, progress: data };
    },
    log: (line) => {
      log.value = [...log.value, line];
    },
  };

  /** Takes in how the server sees it now. */
  function renew(now: TrainingJob): void {
    if (job.value?.id === now.id) job.value = now;
  }

  return { job, points, log, show, renew };
}
