/** Long enough for a phone to show what a visit begins with. */
const AT_LAST_MS = 5000;
const WITHOUT_IDLE_MS = 1500;

/** Runs what nobody waits for, once the page has nothing else to do. Safari knows no idle time. */
export function whenIdle(work: () => unknown): void {
  const run = (): void => void work();
  if ('requestIdleCallback' in globalThis) requestIdleCallback(run, { timeout: AT_LAST_MS });
  else setTimeout(run, WITHOUT_IDLE_MS);
}
