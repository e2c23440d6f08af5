import { useHistoryStore } from '../../features/history/history-store';
import { useOutboxStore } from '../../features/studio/answer/outbox-store';
import { useSessionStore } from './session-store';
import { useAccountStore } from './account-store';

/** Who sits at this browser has changed. */
export function usePersonChange() {
  const session = useSessionStore();
  const account = useAccountStore();
  const history = useHistoryStore();
  const outbox = useOutboxStore();

  /** Somebody signed in: what is shown is theirs from now on. */
  async function arrived(): Promise<void> {
    session.forget();
    await account.load();
    await history.loadRecent();
  }

  /** Nobody is here any more. A new page: nothing of what was on this one stays in the browser. */
  function left(to = '/'): void {
    sessionStorage.clear();
    outbox.forget();
    location.assign(to);
  }

  return { arrived, left };
}
