import type { Role } from '@inkling/contract';
import { authCall } from '../api/auth-call';
import { ServerProblem } from '../api/errors';

/** The person behind the session. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isGuest: boolean;
  readonly role: Role;
}

interface SessionAnswer {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly isAnonymous?: boolean | null;
    readonly role?: Role | null;
  };
}

/** Who is signed in here, guest or user; `null` for nobody. */
export async function getAccount(): Promise<Account | null> {
  const answer = (await request('GET', 'get-session')) as SessionAnswer | null;
  if (!answer) return null;
  const { id, name, email, isAnonymous, role } = answer.user;
  return { id, name, email, isGuest: isAnonymous === true, role: role ?? 'writer' };
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await request('POST', 'sign-out', {});
}

/** Starts a guest's session; the cookie comes with the response. */
export async function signInAsGuest(): Promise<void> {
  await request('POST', 'sign-in/anonymous', {});
}

/** What answers without JSON is not the server: the page before a network, perhaps. */
async function request(...call: Parameters<typeof authCall>): Promise<unknown> {
  const answer = await authCall(...call);
  if (answer === undefined) {
    throw new ServerProblem('The server sent no session.', 200, 'no_session');
  }
  return answer;
}
