import { describe, expect, it, jest } from '@jest/globals';
import { authCall } from './auth-call';
import { ServerAway, ServerProblem } from './errors';

const answering = (answer: () => Promise<Response>) =>
  jest.spyOn(globalThis, 'fetch').mockImplementation(answer);

describe('authCall', () => {
  it('should send JSON below its path, and answer what came', async () => {
    const fetch = answering(async () => Response.json({ user: null }));
    expect(await authCall('POST', 'sign-out', { all: true })).toEqual({ user: null });
    expect(fetch.mock.calls[0]).toMatchObject([
      '/api/auth/sign-out',
      { method: 'POST', credentials: 'same-origin', body: '{"all":true}' },
    ]);
  });

  it('should answer nothing where there is no JSON', async () => {
    answering(async () => new Response('<h1>Hello</h1>'));
    expect(await authCall('GET', 'get-session')).toBeUndefined();
  });

  it.each([
    ['answers nothing in time', new DOMException('', 'TimeoutError')],
    ['cannot be reached', new TypeError('Failed to fetch')],
  ])('should take a server that %s for one that is away', async (_, cause) => {
    answering(() => Promise.reject(cause));
    await expect(authCall('GET', 'get-session')).rejects.toBeInstanceOf(ServerAway);
  });

  it.each([
    ['stops in its middle', new DOMException('', 'TimeoutError')],
    ['breaks off with the network', new TypeError('network error')],
  ])('should take a server whose answer %s for one that is away', async (_, cause) => {
    answering(async () => new Response(new ReadableStream({ start: (to) => to.error(cause) })));
    await expect(authCall('GET', 'get-session')).rejects.toBeInstanceOf(ServerAway);
  });

  it('should throw what the server refuses with', async () => {
    answering(async () =>
      Response.json({ status: 401, code: 'no', detail: 'No.' }, { status: 401 }),
    );
    await expect(authCall('POST', 'sign-in/email', {})).rejects.toBeInstanceOf(ServerProblem);
  });
});
