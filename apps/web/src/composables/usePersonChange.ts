import { useHistoryStore } from '../stores/history';
import { useOutboxStore } from '../stores/outbox';
import { useSessionStore } from '../stores/session';
import { useAccountStore } from '../stores/account';

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
