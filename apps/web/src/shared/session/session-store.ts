import { createEventHook } from '@vueuse/core';
import { defineStore } from 'pinia';
import { signInAsGuest } from './session-calls';
import { useAccountStore } from './account-store';

/** What is forgotten at the end of a session lies in databases of the browser, which answer at once or never. */
const FORGOTTEN_WITHIN_MS = 1000;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The session behind this browser. A guest's is made at the first drawing: who only looks leaves no trace. */
export const useSessionStore = defineStore('session', () => {
  const account = useAccountStore();
  let guest: Promise<void> | undefined;
  const arrivals = createEventHook<void>();
  const departures = createEventHook<void>();

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

  /** Somebody signed in: what is shown is theirs from now on. */
  async function arrive(): Promise<void> {
    forget();
    await account.load();
    await arrivals.trigger();
  }

  /** Nobody is here any more. A new page: nothing of what was on this one stays in the browser. */
  async function depart(to = '/'): Promise<void> {
    sessionStorage.clear();
    await Promise.race([departures.trigger(), sleep(FORGOTTEN_WITHIN_MS)]).catch(() => undefined);
    startOver(to);
  }

  /** A new page, of whoever is here now. What waits to be sent in this browser is kept for its writer. */
  function startOver(to = '/'): void {
    sessionStorage.clear();
    location.assign(to);
  }

  return {
    ...{ exists, ensure, forget, arrive, depart, startOver },
    /** Told once it is known who came; a sign-in is done when all that listen are. */
    onArrive: arrivals.on,
    onDepart: departures.on,
  };
});
