import { recall, remember } from './storage';

/** A script that is fetched when it is needed did not come: the connection broke, or the server has a newer one. */
export class ScriptMissing extends Error {
  override readonly name = 'ScriptMissing';

  constructor(options?: ErrorOptions) {
    super('A part of this page couldn’t be loaded. Reload the page.', options);
  }
}

/** Names what went wrong: each browser has words of its own for it. */
export const late =
  <T>(load: () => Promise<T>) =>
  (): Promise<T> => {
    const loading = load().catch((cause: unknown) => {
      throw new ScriptMissing({ cause });
    });
    // The router asks for a page and what is around it at the same moment, and hears of one after the other.
    loading.catch(() => undefined);
    return loading;
  };

const KEY = 'inkling-reloaded';
/** Sooner than this, loading the document once more has not helped. */
const AGAIN_AFTER_MS = 20_000;

/** Whether the document may be loaded once more for a script: never over and over. */
export function mayReload(storage: Storage, nowMs: number): boolean {
  const last = Number(recall(storage, KEY) ?? -Infinity);
  if (nowMs - last < AGAIN_AFTER_MS) return false;
  remember(storage, KEY, String(nowMs));
  // Where nothing can be remembered it would go on for ever.
  return recall(storage, KEY) !== null;
}
