/** How work is repeated. */
export interface Repetition {
  /** From the end of one run to the beginning of the next, in milliseconds; asked after each run. */
  readonly pauseMs: () => number;
  /** Until the first run, in milliseconds. @defaultValue at once */
  readonly firstAfterMs?: number;
  readonly work: () => Promise<unknown>;
  /** Called with what a run threw; the next one comes all the same. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Does work again and again, one run at a time; the process may end meanwhile.
 *
 * @returns ends it: resolves when a run that is under way is over
 */
export function repeat({
  pauseMs,
  firstAfterMs,
  work,
  onFailure,
}: Repetition): () => Promise<void> {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = async (): Promise<void> => {
    await work().catch(onFailure);
    if (!ended) later(pauseMs());
  };
  const later = (ms: number): void => {
    timer = setTimeout(() => (running = run()), ms);
    timer.unref();
  };
  if (firstAfterMs === undefined) running = run();
  else later(firstAfterMs);
  return async () => {
    ended = true;
    clearTimeout(timer);
    await running;
  };
}
