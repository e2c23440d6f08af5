import { defineStore } from 'pinia';
import { hasSession, signInAsGuest } from '../api/session';

/** The guest behind this browser. Made at the first drawing: somebody who only looks leaves no trace. */
export const useSessionStore = defineStore('session', () => {
  let known: Promise<boolean> | undefined;
  let guest: Promise<void> | undefined;

  /** Whether there is a session already; asked once. */
  function exists(): Promise<boolean> {
    known ??= hasSession().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  }

  /** Makes sure of a session; several calls share one sign-in. */
  function ensure(): Promise<void> {
    guest ??= exists()
      .then((signedIn) => (signedIn ? undefined : signInAsGuest()))
      .then(() => {
        known = Promise.resolve(true);
      })
      .catch((error: unknown) => {
        guest = undefined;
        throw error;
      });
    return guest;
  }

  /** The server no longer knows the session: ask again next time. */
  function forget(): void {
    known = undefined;
    guest = undefined;
  }

  return { exists, ensure, forget };
});
