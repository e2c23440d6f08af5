import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { api, dataOf } from './client';
import { ServerAway, ServerSlow } from './errors';

const WITHIN_MS = 30_000;

/** What becomes of a call, once it is over. */
function watched(call: Promise<unknown>) {
  const seen: { answer?: unknown; error?: unknown } = {};
  call.then(
    (answer) => (seen.answer = answer),
    (error: unknown) => (seen.error = error),
  );
  return seen;
}

describe('api', () => {
  const answering = (answer: (request: Request) => Promise<Response>) =>
    jest
      .spyOn(globalThis, 'fetch')
      .mockImplementation((asked) => answer(asked as Request) as never);

  /** Takes a call and never answers. */
  const hanging = () =>
    answering(
      ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
    );

  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('waits for an answer as long as a server at work may take, and no longer', async () => {
    hanging();
    const seen = watched(dataOf(api.GET('/api/me')));
    await jest.advanceTimersByTimeAsync(WITHIN_MS - 1);
    expect(seen).toEqual({});
    await jest.advanceTimersByTimeAsync(1);
    expect(seen.error).toBeInstanceOf(ServerSlow);
    expect((seen.error as Error).message).toMatch(/Try again/);
  });

  it('says that a change may have been made all the same', async () => {
    hanging();
    const seen = watched(dataOf(api.DELETE('/api/me/sessions')));
    await jest.advanceTimersByTimeAsync(WITHIN_MS);
    expect((seen.error as Error).message).toMatch(/may have done this anyway/);
  });

  it('does not wait for the rest of an answer that stops in its middle', async () => {
    answering(async ({ signal }) => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"items":['));
          signal.addEventListener('abort', () => controller.error(signal.reason));
        },
      });
      return new Response(body, { headers: { 'content-type': 'application/json' } });
    });
    const seen = watched(dataOf(api.GET('/api/me/sessions')));
    await jest.advanceTimersByTimeAsync(WITHIN_MS);
    expect(seen.error).toBeInstanceOf(ServerSlow);
  });

  it('lets a picture be on its way as long as the network needs', async () => {
    hanging();
    const seen = watched(
      api.POST('/api/predictions', {
        body: { file: '', task: 'digits' },
        bodySerializer: () => new FormData(),
      }),
    );
    await jest.advanceTimersByTimeAsync(10 * WITHIN_MS);
    expect(seen).toEqual({});
  });

  it('ends with what its caller ends it with', async () => {
    hanging();
    const caller = new AbortController();
    const seen = watched(api.GET('/api/me', { signal: caller.signal }));
    await jest.advanceTimersByTimeAsync(1000);
    const reason = new DOMException('Enough.', 'AbortError');
    caller.abort(reason);
    await jest.advanceTimersByTimeAsync(0);
    expect(seen.error).not.toBeInstanceOf(ServerAway);
    expect(seen.error).toMatchObject({ name: 'AbortError' });
  });

  it('hands on answers, also those without a body', async () => {
    answering(async () => new Response(null, { status: 204 }));
    expect(await dataOf(api.DELETE('/api/me/sessions'))).toBeUndefined();
    answering(async () => Response.json({ name: 'Mia' }));
    expect(await dataOf(api.GET('/api/me'))).toEqual({ name: 'Mia' });
  });
});
