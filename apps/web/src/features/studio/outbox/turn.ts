import { newDeviceId } from '@inkling/client';
import { recall, remember } from '../../../shared/storage';

const NAME = 'inkling-outbox';
/** Longer than all attempts to read a drawing and to send its label. */
export const CLAIM_MS = 30_000;

/**
 * One tab's turn at what only one does at a time. Web Locks are missing over plain http: there a tab claims its turn for a
 * while, which another one that is closed meanwhile does not give back.
 */
export function createTurn() {
  const tab = newDeviceId();
  const claim = (): void => remember(localStorage, NAME, `${tab} ${Date.now() + CLAIM_MS}`);

  function isOthers(): boolean {
    const [holder, untilMs] = (recall(localStorage, NAME) ?? '').split(' ');
    return holder !== tab && Date.now() < Number(untilMs);
  }

  /**
   * Runs work when it is this tab's turn; not at all where another tab has claimed its own.
   *
   * @param work is told how to keep the turn, before each step of it
   */
  async function run(work: (stay: () => void) => Promise<void>): Promise<void> {
    const locks = globalThis.navigator?.locks as LockManager | undefined;
    if (locks) {
      await locks.request(NAME, () => work(() => undefined));
      return;
    }
    if (isOthers()) return;
    claim();
    await work(claim).finally(end);
  }

  /** Gives a claimed turn back, also from a page that is being left. */
  function end(): void {
    if (recall(localStorage, NAME)?.startsWith(tab)) remember(localStorage, NAME, null);
  }

  return { run, end };
}
