import type { Role } from '@inkling/contract';
import { failureOf, ServerProblem } from '../api/errors';
import { reach } from '../api/client';

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
  const answer = (await request('GET', '/api/auth/get-session')) as SessionAnswer | null;
  if (!answer) return null;
  const { id, name, email, isAnonymous, role } = answer.user;
  return { id, name, email, isGuest: isAnonymous === true, role: role ?? 'writer' };
}

/** Ends this browser's session. */
export async function signOut(): Promise<void> {
  await request('POST', '/api/auth/sign-out', {});
}

/** Starts a guest's session; the cookie comes with the response. */
export async function signInAsGuest(): Promise<void> {
  await request('POST', '/api/auth/sign-in/anonymous', {});
}

/** Better Auth's own routes are not part of our OpenAPI document. */
export async function request(method: string, path: string, body?: object): Promise<unknown> {
  const response = await reach(() =>
    fetch(path, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(5000),
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    }),
  );
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw failureOf(response.status, answer);
  if (answer === undefined) {
    throw new ServerProblem('The server sent no session.', response.status, 'no_session');
  }
  return answer;
}
