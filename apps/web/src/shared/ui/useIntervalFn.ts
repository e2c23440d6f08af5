import { onScopeDispose } from 'vue';

/** Does something again and again as long as the component is there. */
export function useIntervalFn(work: () => void, everyMs: number): void {
  const timer = setInterval(work, everyMs);
  onScopeDispose(() => clearInterval(timer));
}
