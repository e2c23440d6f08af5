import { ServerAway, ServerProblem, ServerUnsaved } from '../../../shared/api/errors';
import { useSessionStore } from '../../../shared/session/session-store';

const NO_GUEST =
  'Can’t save this: the server isn’t accepting new guests right now. Try again in a minute.';

/** Makes a guest of whoever has no session. */
export function useGuest() {
  const session = useSessionStore();
  let refusal = NO_GUEST;

  /** Reading works for everybody; only remembering needs a guest. Throws where the server is away. */
  async function ensureGuest(): Promise<void> {
    await session.ensure().catch((error: unknown) => {
      if (error instanceof ServerAway && !(error instanceof ServerUnsaved)) throw error;
      // Guests may be switched off: then the server's own sentence says what to do.
      refusal = error instanceof ServerProblem && error.status === 403 ? error.message : NO_GUEST;
    });
  }

  return {
    ensureGuest,
    /** Why nothing can be remembered of who has no session. */
    guestRefusal: (): string => refusal,
  };
}
