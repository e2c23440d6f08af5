import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@inkling/contract';
import { newId } from '../../common/id.js';
import { jsonPointer } from '../../common/validation.js';
import type { Answer, Client } from '../../testing/client.js';
import {
  hostileTo,
  leavesOf,
  LONE_SURROGATES,
  sampleOf,
  withValue,
  type Hostile,
  type Schema,
} from '../../testing/hostile-values.js';
import { TestApp } from '../../testing/test-app.js';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
  readonly responses: Record<string, unknown>;
}

interface Call {
  readonly method: Method;
  readonly path: string;
  readonly operation: Operation;
  readonly query: Schema;
  readonly body: Schema | undefined;
}

let app: TestApp;
let calls: Call[];
let asker: Client;

beforeAll(async () => {
  app = await TestApp.start();
  const { body } = await app.visitor().call<{
    paths: Record<string, Record<string, Operation>>;
  }>('GET', '/api/docs-json');
  calls = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => callsOf(path, method, operation)),
  );
  asker = await app.admin();
});

afterAll(async () => {
  await app.end();
});

/** One for each kind of body that it takes. */
function callsOf(path: string, method: string, operation: Operation): Call[] {
  const inQuery = operation.parameters?.filter((parameter) => parameter.in === 'query') ?? [];
  const body = operation.requestBody?.content['application/json']?.schema;
  return (body?.anyOf ?? [body]).map((kind) => ({
    method: method.toUpperCase() as Method,
    path,
    operation,
    query: {
      type: 'object',
      properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
    },
    body: kind,
  }));
}

const addressOf = (path: string, query: unknown): string => {
  const filled = path.replace('{network}', 'digits').replace(/\{\w+\}/g, () => newId());
  const texts = Object.entries(query as object).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return texts.length === 0 ? filled : `${filled}?${new URLSearchParams(texts).toString()}`;
};

/** As an admin; what went well may have ended their session. */
async function ask(method: Method, url: string, payload?: object): Promise<Answer<Problem>> {
  const send = () => asker.send<Problem>(method, url, payload === undefined ? {} : { payload });
  const answer = await send();
  if (answer.status !== 401) return answer;
  asker = await app.admin();
  return send();
}

const wrongWith = (
  { operation }: Call,
  { status, body }: Answer<Problem>,
  pointer: string,
  { isRefused }: Hostile,
): string | undefined => {
  if (status >= 500) return `${status} ${body.detail}`;
  if (!(String(status) in operation.responses)) return `${status} is not in the document`;
  const pointers = status === 422 ? body.errors?.map((error) => error.pointer) : undefined;
  if (isRefused && pointers?.includes(pointer) !== true) {
    return `${status} does not name ${pointer}: ${JSON.stringify(body).slice(0, 200)}`;
  }
  return undefined;
};

/** Without a cursor, which is of a page before, and without a picture, which excludes an ink. */
function goodOf(where: Schema): object {
  const { cursor: _cursor, image: _image, ...rest } = sampleOf(where) as Record<string, unknown>;
  return rest;
}

/** Asks with each hostile value in each place of its own, everything else being as described. */
async function tryEach(
  call: Call,
  where: Schema,
  send: (sent: unknown) => Promise<Answer<Problem>>,
  more: readonly Hostile[],
): Promise<string[]> {
  const wrong: string[] = [];
  const good = goodOf(where);
  for (const [path, schema] of leavesOf(where)) {
    if (path[0] === 'image') continue;
    const isText = schema.type === 'string' && schema.format === undefined;
    for (const hostile of [...hostileTo(schema), ...(isText ? more : [])]) {
      const answer = await send(withValue(good, path, hostile.value));
      const fault = wrongWith(call, answer, jsonPointer(path), hostile);
      if (fault === undefined) continue;
      wrong.push(`${call.method} ${call.path} ${JSON.stringify(hostile.value)}: ${fault}`);
    }
  }
  return wrong;
}

describe('every call', () => {
  it('takes what its description says', async () => {
    const refused: string[] = [];
    for (const { method, path, query, body, operation } of calls) {
      const payload = body && goodOf(body);
      const answer = await ask(method, addressOf(path, goodOf(query)), payload);
      expect(Object.keys(operation.responses)).toContain(String(answer.status));
      expect(answer.status).toBeLessThan(500);
      if (answer.status === 422) refused.push(`${method} ${path}`);
    }
    // All else reaches the database in the tests below.
    expect(refused.sort()).toEqual([
      // A schedule that is none, two links at once, a dot, and a job that there never was.
      'PATCH /api/training-settings/{network}',
      'POST /api/invitations/look',
      'POST /api/lines',
      'POST /api/predictions',
      'POST /api/training-jobs',
    ]);
  });

  it('answers hostile values in its query by their names, and never fails', async () => {
    const wrong: string[] = [];
    for (const call of calls) {
      const send = (query: unknown) => ask(call.method, addressOf(call.path, query));
      wrong.push(...(await tryEach(call, call.query, send, [])));
    }
    expect(wrong).toEqual([]);
  });

  it('answers hostile values in its body by their places, and never fails', async () => {
    const wrong: string[] = [];
    for (const call of calls) {
      if (!call.body) continue;
      const url = addressOf(call.path, {});
      const send = (body: unknown) => ask(call.method, url, body as object);
      wrong.push(...(await tryEach(call, call.body, send, LONE_SURROGATES)));
    }
    expect(wrong).toEqual([]);
  });

  it('answers time zones that only JavaScript knows', async () => {
    for (const zone of ['AET', 'US/Pacific-New', 'Not/AZone']) {
      const { status, body } = await ask('GET', addressOf('/api/me/insight', { zone }));
      expect({ zone, status, pointer: body.errors?.[0]?.pointer }).toEqual({
        zone,
        status: 422,
        pointer: '/zone',
      });
    }
  });

  it('answers hostile names in its address, and never fails', async () => {
    const names = ['%00', 'a'.repeat(101), '9'.repeat(40), 'null', '%F0%9F%98%80', '%ED%A0%80'];
    const wrong: string[] = [];
    for (const { method, path } of calls) {
      if (!path.includes('{')) continue;
      for (const name of names) {
        const { status } = await ask(method, path.replace(/\{\w+\}/g, name));
        if (status !== 404 && status !== 400 && status !== 414)
          wrong.push(`${method} ${path} ${name}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
