import { useHistoryStore } from '../stores/history';
import { useSessionStore } from '../stores/session';
import { useAccountStore } from '../stores/account';

/** Who sits at this browser has changed. */
export function usePersonChange() {
  const session = useSessionStore();
  const account = useAccountStore();
  const history = useHistoryStore();

  /** Somebody signed in: what is shown is theirs from now on. */
  async function arrived(): Promise<void> {
    session.forget();
    await account.load();
    await history.loadRecent();
  }

  /** Nobody is here any more. A new page: nothing of what was on this one stays in the browser. */
  function left(to = '/'): void {
    sessionStorage.clear();
    location.assign(to);
  }

  return { arrived, left };
}
