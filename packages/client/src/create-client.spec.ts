/** @own-sources with timers that are faked here */
import { describe, expect, it, jest } from '@jest/globals';
import { createClient, ProblemError, UnreachableError } from './index.js';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly key: string | null;
  readonly body: unknown;
}

/** A client of a server that answers so, and what it was asked. */
function clientOf(...answers: (Response | Error)[]) {
  const asked: Asked[] = [];
  const fetch = async (input: string | URL | Request): Promise<Response> => {
    const request = input as Request;
    const text = await request.text();
    asked.push({
      method: request.method,
      url: request.url,
      key: request.headers.get('authorization'),
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    });
    const answer = answers.shift()!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const client = createClient({ baseUrl: 'https://ink.example/below/', key: 'ink_x', fetch });
  return { client, asked };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers });

describe('a client', () => {
  it('sends its key, and what it is asked for', async () => {
    const { client, asked } = clientOf(json({ id: '1', label: '7' }, 201), json({ id: '2' }, 201));
    const ink = { strokes: [[[1, 2] as const]] };
    const answer = await client.predict({ task: 'digits', ink, allow: ['1', '7'] });
    expect(answer.label).toBe('7');
    expect((await client.correct('1', '1')).id).toBe('2');
    expect(asked).toEqual([
      {
        method: 'POST',
        url: 'https://ink.example/below/api/predictions',
        key: 'Bearer ink_x',
        body: { task: 'digits', ink, allow: ['1', '7'] },
      },
      {
        method: 'POST',
        url: 'https://ink.example/below/api/corrections',
        key: 'Bearer ink_x',
        body: { predictionId: '1', label: '1' },
      },
    ]);
  });

  it('says what a correction is to replace, and throws what is there instead', async () => {
    const current = { id: 'c1', label: '4', changedAt: '2026-05-03T14:05:00.000Z' };
    const { client, asked } = clientOf(
      json({ id: 'c1' }, 201),
      json({ status: 409, code: 'newer_correction', detail: 'It is 4.', current }, 409),
      json({ id: 'c2' }, 201),
    );
    await client.correct('1', '4', { previous: null });
    const refused = client.correct('1', '5', { previous: { id: 'c1', label: '3' } });
    await expect(refused).rejects.toMatchObject({ code: 'newer_correction', current });
    await client.correctLine('2', '407', { previous: { id: 'c2', text: '401' } });
    expect(asked.map(({ body }) => body)).toEqual([
      { predictionId: '1', label: '4', previous: null },
      { predictionId: '1', label: '5', previous: { id: 'c1', label: '3' } },
      { lineId: '2', text: '407', previous: { id: 'c2', text: '401' } },
    ]);
  });

  it('sends pictures of any size as base64', async () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, at) => at % 256);
    const base64 = Buffer.from(bytes).toString('base64');
    for (const image of [bytes, bytes.buffer, new Blob([bytes]), base64]) {
      const { client, asked } = clientOf(json({ id: '1' }, 201));
      await client.predict({ task: 'digits', image });
      expect((asked[0]!.body as { image: string }).image === base64).toBe(true);
    }
  });

  it('throws problems with all that the server said', async () => {
    const errors = [{ pointer: '/ink', detail: 'Send ink.' }];
    const { client } = clientOf(
      json({ status: 422, code: 'invalid_request', detail: 'Not valid.', errors }, 422, {
        'x-request-id': 'r1',
      }),
      json({ status: 429, code: 'too_many_requests', detail: 'Wait.' }, 429, {
        'retry-after': '9',
      }),
      new Response('<h1>Bad gateway</h1>', { status: 502 }),
    );
    const refused = await client.api.GET('/api/models').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({
      ...{ name: 'ProblemError', message: 'Not valid.', status: 422, code: 'invalid_request' },
      ...{ errors, requestId: 'r1', retryAfterS: undefined },
    });
    await expect(client.withdraw('1')).rejects.toMatchObject({ retryAfterS: 9 });
    await expect(client.withdraw('1')).rejects.toMatchObject({ status: 502, code: 'unknown' });
  });

  it('says in seconds when to ask again, also of a date, and nothing where that is neither', async () => {
    jest.useFakeTimers({ now: Date.UTC(2026, 4, 3, 14, 5) });
    const later = 'Sun, 03 May 2026 14:05:30 GMT';
    const passed = 'Sun, 03 May 2026 14:00:00 GMT';
    const texts = [later, passed, 'soon', '', 'Infinity', '-3'];
    const { client } = clientOf(
      ...texts.map((text) => json({ status: 429 }, 429, { 'retry-after': text })),
    );
    const told: unknown[] = [];
    for (const _text of texts) {
      const refused = (await client.withdraw('1').catch((error: unknown) => error)) as ProblemError;
      told.push(refused.retryAfterS);
    }
    jest.useRealTimers();
    expect(told).toEqual([30, 0, undefined, undefined, undefined, 0]);
  });

  it('tells a server that does not answer from an abort', async () => {
    const { client } = clientOf(new TypeError('fetch failed'), new DOMException('', 'AbortError'));
    await expect(client.withdraw('1')).rejects.toBeInstanceOf(UnreachableError);
    await expect(client.withdraw('1')).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('goes through a list page by page, no further than it is asked', async () => {
    const { client, asked } = clientOf(
      json({ items: [{ id: 'a' }, { id: 'b' }], nextCursor: 'b' }),
      json({ items: [{ id: 'c' }], nextCursor: null }),
    );
    const ids: string[] = [];
    for await (const { id } of client.all('/api/predictions', { limit: 2 })) ids.push(id);
    expect(ids).toEqual(['a', 'b', 'c']);
    const from = 'https://ink.example/below/api/predictions?limit=2';
    expect(asked.map(({ url }) => url)).toEqual([from, `${from}&cursor=b`]);
    const { client: other, asked: once } = clientOf(
      json({ items: [{ id: 'a' }], nextCursor: 'a' }),
    );
    for await (const { id } of other.all('/api/keys')) {
      expect(id).toBe('a');
      break;
    }
    expect(once).toHaveLength(1);
  });

  it('refuses an address that is none', () => {
    expect(() => createClient({ baseUrl: 'ink.example' })).toThrow(TypeError);
  });
});
