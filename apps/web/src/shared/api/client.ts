import type { paths } from '@inkling/client';
import { createEventHook } from '@vueuse/core';
import createClient from 'openapi-fetch';
import { failureOf, isRefused, ServerAway } from './errors';

/** The HTTP API, typed by its OpenAPI document (the build makes it, or `npm run openapi`); figures as JSON, not as tables. */
export const api = createClient<paths, 'application/json'>({
  baseUrl: globalThis.location?.origin ?? 'http://127.0.0.1:3000',
  credentials: 'same-origin',
  fetch: (request) => reach(() => fetch(request)),
});

const refusals = createEventHook<void>();
/** Told when the server refuses what only others may do. */
export const onRefused = refusals.on;

interface Result<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of a call, or an error that says whether the server refused or is away. */
export async function dataOf<Data>(call: Promise<Result<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) throw failed(response.status, error);
  return data as Data;
}

/** Deletes what may be gone already: then there is nothing left to do. */
export async function gone(deletion: Promise<Result<unknown>>): Promise<void> {
  const { error, response } = await deletion;
  if (!response.ok && response.status !== 404) throw failed(response.status, error);
}

function failed(...answer: Parameters<typeof failureOf>): Error {
  const failure = failureOf(...answer);
  if (isRefused(failure)) void refusals.trigger();
  return failure;
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
