import type { paths } from '@inkling/client';
import createClient from 'openapi-fetch';
import { failureOf, ServerAway } from './errors';

/** The HTTP API, typed by its OpenAPI document (the build makes it, or `npm run openapi`); figures as JSON, not as tables. */
export const api = createClient<paths, 'application/json'>({
  baseUrl: globalThis.location?.origin ?? 'http://127.0.0.1:3000',
  credentials: 'same-origin',
  fetch: (request) => reach(() => fetch(request)),
});

interface Result<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of a call, or an error that says whether the server refused or is away. */
export async function dataOf<Data>(call: Promise<Result<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) throw failureOf(response.status, error);
  return data as Data;
}

/** Deletes what may be gone already: then there is nothing left to do. */
export async function gone(deletion: Promise<Result<unknown>>): Promise<void> {
  const { error, response } = await deletion;
  if (!response.ok && response.status !== 404) throw failureOf(response.status, error);
}

/** Runs a fetch; a failed connection becomes `ServerAway`, an abort stays what it is. */
export async function reach(send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (cause) {
    if (cause instanceof TypeError) throw new ServerAway({ cause });
    throw cause;
  }
}
