import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { TrainingJob } from './api-types.js';
import { ProblemError } from './problem-error.js';
import type { Send } from './sender.js';
import { UnreachableError } from './unreachable-error.js';

/** What happened in a training job: `job` is all of it after a change, `progress` one report, `log` one line. */
export type JobEvent =
  | { readonly id: string; readonly type: 'job'; readonly data: TrainingJob }
  | {
      readonly id: string;
      readonly type: 'progress';
      readonly data: NonNullable<TrainingJob['progress']>;
    }
  | {
      readonly id: string;
      readonly type: 'log';
      readonly data: { readonly text: string; readonly at: string };
    };

export interface JobEventsOptions {
  /** Ends the listening: the loop ends without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Go on after this event instead of from the beginning. */
  readonly lastEventId?: string | undefined;
}

/** Doubled with each try that fails. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

const ENDED: readonly TrainingJob['status'][] = ['completed', 'failed', 'cancelled'];

/**
 * What happens in a job, from its beginning to its end; each event once and in order. After a break it comes back by
 * itself, with the last event's id.
 *
 * @throws ProblemError for what does not mend by waiting, and whatever the first connection fails with
 */
export async function* jobEvents(
  send: Send,
  url: string,
  { signal, lastEventId }: JobEventsOptions = {},
): AsyncGenerator<JobEvent, void, undefined> {
  const leaving = new AbortController();
  const abort = (): void => leaving.abort();
  signal?.addEventListener('abort', abort);
  if (signal?.aborted === true) abort();
  let last = lastEventId;
  let waitMs = FIRST_WAIT_MS;
  let hasConnected = false;
  try {
    while (!leaving.signal.aborted) {
      try {
        const response = await send(requestFor(url, last, leaving.signal));
        // The job is over and its last event was told before.
        if (response.status === 204 || response.body === null) return;
        hasConnected = true;
        waitMs = FIRST_WAIT_MS;
        for await (const event of eventsIn(response.body)) {
          last = event.id;
          yield event;
          if (event.type === 'job' && ENDED.includes(event.data.status)) return;
        }
      } catch (error) {
        if (leaving.signal.aborted) return;
        if (!hasConnected || !isPassing(error)) throw error;
        waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      }
      await pause(waitMs, leaving.signal);
    }
  } finally {
    signal?.removeEventListener('abort', abort);
    // Also where the loop was left early: the server sends no more.
    abort();
  }
}

function requestFor(url: string, last: string | undefined, signal: AbortSignal): Request {
  return new Request(url, {
    signal,
    headers: {
      accept: 'text/event-stream',
      ...(last !== undefined && { 'last-event-id': last }),
    },
  });
}

async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<JobEvent> {
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => arrived.push(message) });
  const decoder = new TextDecoder();
  // Not every browser iterates over a stream.
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      for (const { id = '', event, data } of arrived.splice(0)) {
        yield { id, type: event, data: JSON.parse(data) as unknown } as JobEvent;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The connection broke, or the server or a proxy is starting or busy. */
const isPassing = (error: unknown): boolean =>
  error instanceof UnreachableError ||
  error instanceof TypeError ||
  (error instanceof ProblemError && (error.status === 429 || error.status >= 500));

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
