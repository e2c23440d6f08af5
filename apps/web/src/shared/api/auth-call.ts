import { reach } from './client';
import { failureOf, ServerAway } from './errors';

const WITHIN_MS = 5000;

/**
 * A call of Better Auth's, which our OpenAPI document does not have.
 *
 * @param path below `/api/auth/`
 * @param withinMs for how long the server may take
 * @returns its JSON; `undefined` where there was none
 * @throws ServerProblem, or ServerAway where there is no answer in time
 */
export async function authCall(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  withinMs = WITHIN_MS,
): Promise<unknown> {
  const { response, text } = await reach(async () => {
    const response = await fetch(`/api/auth/${path}`, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(withinMs),
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    // An answer that stops in its middle is none, not one without JSON.
    return { response, text: await response.text() };
  }).catch((cause: unknown) => {
    throw cause instanceof DOMException ? new ServerAway({ cause }) : cause;
  });
  const answer = jsonIn(text);
  if (!response.ok) throw failureOf(response.status, answer);
  return answer;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
