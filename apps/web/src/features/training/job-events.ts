import type { TrainingEvent } from '@inkling/contract';

type Handlers = {
  readonly [Type in TrainingEvent['type']]: (
    data: Extract<TrainingEvent, { type: Type }>['data'],
  ) => void;
};

/**
 * Listens to what happens in a job, from its beginning. The browser comes back by itself after a break, with
 * the id of the last event it had; the server ends the stream for good when the job is over.
 *
 * @returns stops listening
 */
export function watchJob(id: string, handlers: Handlers): () => void {
  const source = new EventSource(`/api/training-jobs/${encodeURIComponent(id)}/events`);
  for (const type of ['job', 'progress', 'log'] as const) {
    source.addEventListener(type, (event: MessageEvent<string>) => {
      (handlers[type] as (data: unknown) => void)(JSON.parse(event.data));
    });
  }
  return () => source.close();
}
