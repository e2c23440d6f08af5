/**
 * Runs something that may take so long and no longer.
 *
 * @param run ends when its signal aborts
 * @param limits the caller's own signal, whose reason is thrown where it aborts first, and a time in ms
 * @param late what is thrown where the time was up
 */
export async function within<T>(
  run: (signal: AbortSignal) => Promise<T>,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
  late: (cause: unknown) => Error,
): Promise<T> {
  const controller = new AbortController();
  const forward = (): void => controller.abort(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener('abort', forward);
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    return await run(controller.signal);
  } catch (cause) {
    // Aborted, but not by the caller: the time was up.
    if (controller.signal.aborted && !signal.aborted) throw late(cause);
    throw cause;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', forward);
  }
}
