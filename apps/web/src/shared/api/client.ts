import type { paths } from '@inkling/client';
import { createEventHook } from '@vueuse/core';
import createClient from 'openapi-fetch';
import { failureOf, isRefused, ServerAway, ServerSlow } from './errors';
import { within } from './within';

/** The HTTP API, typed by its OpenAPI document (the build makes it, or `npm run openapi`); figures as JSON, not as tables. */
export const api = createClient<paths, 'application/json'>({
  baseUrl: globalThis.location?.origin ?? 'http://127.0.0.1:3000',
  credentials: 'same-origin',
  fetch: (request) => reach(() => answerTo(request)),
});

/** So long an answer may take until it is here as a whole, in ms: far longer than a server at work needs. */
const ANSWERED_WITHIN_MS = 30_000;
const CHANGES_NOTHING = ['GET', 'HEAD'];
/** Statuses that a response has no body with. */
const WITHOUT_BODY = [204, 205, 304];

/** Without a limit a server that hangs would be waited for as long as the page is open. */
function answerTo(request: Request): Promise<Response> {
  // How long a picture is on its way is the network's matter; who sends one has a limit of their own.
  if (request.headers.get('content-type')?.startsWith('multipart/')) return fetch(request);
  return within(
    async (signal) => {
      const response = await fetch(new Request(request, { signal }));
      // Read here, within the time: an answer may also stop in its middle.
      const body = WITHOUT_BODY.includes(response.status) ? null : await response.arrayBuffer();
      return new Response(body, response);
    },
    { signal: request.signal, timeoutMs: ANSWERED_WITHIN_MS },
    (cause) => new ServerSlow(!CHANGES_NOTHING.includes(request.method), { cause }),
  );
}

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
export async function reach<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (cause) {
    if (cause instanceof TypeError) throw new ServerAway({ cause });
    throw cause;
  }
}
