import type { TrainingEvent } from '@inkling/contract';

export type JobHandlers = {
  readonly [Type in TrainingEvent['type']]: (
    data: Extract<TrainingEvent, { type: Type }>['data'],
  ) => void;
};

/** Until a stream that a proxy or the limit of requests refused is asked for again. */
export const WATCH_AGAIN_MS = 4000;

interface WatchOptions {
  /** Everything is told from the beginning: what an earlier stream told would be there twice. */
  readonly onBegin: () => void;
  /** Whether there is nothing more to be told. */
  readonly isOver: () => boolean;
}

/**
 * Listens to what happens in a job, from its beginning. The browser comes back by itself after a break, with
 * the id of the last event it had, but not after an answer that is no stream; the server ends the stream for good
 * when the job is over.
 *
 * @returns stops listening
 */
export function watchJob(
  id: string,
  handlers: JobHandlers,
  { onBegin, isOver }: WatchOptions,
): () => void {
  let source: EventSource;
  let later: ReturnType<typeof setTimeout> | undefined;

  function listen(): void {
    source = new EventSource(`/api/training-jobs/${encodeURIComponent(id)}/events`);
    source.addEventListener('open', onBegin, { once: true });
    for (const type of ['job', 'progress', 'log'] as const) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        (handlers[type] as (data: unknown) => void)(JSON.parse(event.data));
      });
    }
    source.addEventListener('error', () => {
      if (source.readyState !== source.CLOSED || isOver()) return;
      later = setTimeout(listen, WATCH_AGAIN_MS);
    });
  }

  listen();
  return () => {
    clearTimeout(later);
    source.close();
  };
}
