import { ServerAway } from './errors';
import { within } from './within';

export interface AttemptOptions {
  /** Ends everything; the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** How long one attempt may take, in ms. @defaultValue 5000 */
  readonly timeoutMs?: number;
  /** Pauses before each further attempt, in ms. @defaultValue two: 300, 900 */
  readonly pausesMs?: readonly number[];
  /** Called before each further attempt with its number, from 1. */
  readonly onRetry?: (retry: number) => void;
}

/**
 * Tries a request again while the server is away or too slow. Whatever the server itself refuses is
 * thrown at once: asking again would not change it.
 */
export async function attempt<T>(
  run: (signal: AbortSignal) => Promise<T>,
  { signal, timeoutMs = 5000, pausesMs = [300, 900], onRetry }: AttemptOptions,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await within(run, { signal, timeoutMs }, (cause) => new ServerAway({ cause }));
    } catch (error) {
      signal.throwIfAborted();
      const pause = pausesMs[retry];
      if (!(error instanceof ServerAway) || pause === undefined) throw error;
      await sleep(pause, signal);
      onRetry?.(retry + 1);
    }
  }
}

/** Waits, or rejects at once when the signal aborts. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
