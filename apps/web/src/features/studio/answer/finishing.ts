/** Long after nobody waits for it any more. */
const LATE_MS = 30_000;

/**
 * Runs a request that is not cut off when nobody waits for it any more: the server may have done what it
 * was asked, and what it then answers is handed over.
 *
 * @param signal ends the waiting
 */
export async function finishing<T>(
  run: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  onLate: (answer: T) => void,
): Promise<T> {
  signal.throwIfAborted();
  const running = run(AbortSignal.timeout(LATE_MS));
  return new Promise<T>((resolve, reject) => {
    const leave = (): void => {
      running.then(onLate, () => undefined);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', leave, { once: true });
    running.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
