import { defineStore } from 'pinia';
import { signInAsGuest } from './session-calls';
import { useAccountStore } from './account-store';

/** The session behind this browser. A guest's is made at the first drawing: who only looks leaves no trace. */
export const useSessionStore = defineStore('session', () => {
  const account = useAccountStore();
  let guest: Promise<void> | undefined;

  /** Whether there is a session already; asked once. */
  async function exists(): Promise<boolean> {
    await account.load();
    return account.account !== null;
  }

  /** Makes sure of a session; several calls share one sign-in. */
  function ensure(): Promise<void> {
    guest ??= exists()
      .then(async (isKnown) => {
        if (isKnown) return;
        await signInAsGuest();
        await account.refresh();
      })
      .catch((error: unknown) => {
        guest = undefined;
        throw error;
      });
    return guest;
  }

  /** The server no longer knows the session: ask again next time. */
  function forget(): void {
    guest = undefined;
    account.forget();
  }

  return { exists, ensure, forget };
});
