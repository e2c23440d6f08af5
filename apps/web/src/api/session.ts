import { failureOf, ServerProblem } from './errors';
import { reach } from './client';

/** Whether this browser has a session, by its httpOnly cookie. */
export async function hasSession(): Promise<boolean> {
  return (await request('GET', '/api/auth/get-session')) !== null;
}

/** Starts a guest's session; the cookie comes with the response. */
export async function signInAsGuest(): Promise<void> {
  await request('POST', '/api/auth/sign-in/anonymous', {});
}

/** Better Auth's own routes are not part of our OpenAPI document. */
async function request(method: string, path: string, body?: object): Promise<unknown> {
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
