import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ApiKey,
  CorrectionResponse,
  NewApiKey,
  PredictionResponse,
  Problem,
} from '@inkling/contract';
import { fastify } from 'fastify';
import type { Config } from '../../config/load-config.js';
import type { RateCountsRepository } from '../../http/rate-limit/rate-counts.repository.js';
import { RequestCounts } from '../../http/rate-limit/request-counts.js';
import { RequestLimits } from '../../http/rate-limit/request-limits.js';
import { Recorder } from '../../recognise/predictions/recorder.js';
import type { Answer, Client } from '../../testing/client.js';
import { inkOf } from '../../testing/fixtures.js';
import { TestApp } from '../../testing/test-app.js';
import { DatabaseNews } from '../../database/database-news.js';
import { KeyOrigins } from './key-origins.service.js';
import { KeysRepository } from './keys.repository.js';
import { openToPages } from './open-to-pages.js';

const SCHOOL = 'https://school.example';
const CLUB = 'http://localhost:5173';
const ELSEWHERE = 'https://elsewhere.example';

const drawing = (label: string, at = 0) => ({ task: 'digits', ink: inkOf(label, at) });

let app: TestApp;
let owner: Client;

beforeAll(async () => {
  app = await TestApp.start();
  owner = await app.user('writer');
});

afterAll(async () => {
  await app.end();
});

const make = async (more: object): Promise<NewApiKey> =>
  (await owner.call<NewApiKey>('POST', '/api/keys', { name: 'pad', ...more })).body;

type Method = 'GET' | 'POST' | 'DELETE';

/** As a browser sends what a page of another site asks for; no page can name an origin that is not its own. */
function fromPage<T>(
  origin: string | undefined,
  key: string | undefined,
  method: Method,
  url: string,
  payload?: object,
): Promise<Answer<T>> {
  return app.visitor().send<T>(method, url, {
    headers: {
      'sec-fetch-site': 'cross-site',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      origin,
    },
    ...(payload && { payload }),
  });
}

const preflight = (
  origin: string,
  { url = '/api/predictions', headers = 'authorization,content-type' } = {},
) =>
  app.visitor().send<Problem>('OPTIONS', url, {
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': headers,
    },
  });

const opened = ({ headers }: Answer<unknown>) => headers['access-control-allow-origin'];

/** Never, whoever asks for what. */
const expectNoCredentials = ({ headers }: Answer<unknown>) =>
  expect(headers).not.toHaveProperty('access-control-allow-credentials');

describe('a key with origins', () => {
  it('predicts and corrects from pages of these, and its owner has the drawing', async () => {
    const { key, ...made } = await make({ origins: [SCHOOL, CLUB, `${SCHOOL}/`] });
    expect(made).toMatchObject({ origins: [SCHOOL, CLUB], scopes: ['draw'] });
    const { body } = await owner.call<{ items: ApiKey[] }>('GET', '/api/keys');
    expect(body.items[0]!.origins).toEqual([SCHOOL, CLUB]);
    const [entry] = await app.prisma.auditEntry.findMany({ where: { subjectId: made.id } });
    expect(entry!.after).toMatchObject({ origins: [SCHOOL, CLUB], scopes: ['draw'] });

    for (const origin of [SCHOOL, CLUB]) {
      const ask = <T>(method: Method, url: string, payload?: object) =>
        fromPage<T>(origin, key, method, url, payload);
      const read = await ask<PredictionResponse>('POST', '/api/predictions', drawing('7'));
      expect(read).toMatchObject({ status: 201, body: { correctable: true } });
      expect(opened(read)).toBe(origin);
      expect(read.headers).toMatchObject({ vary: 'origin' });
      expectNoCredentials(read);
      const correction = { predictionId: read.body.id, label: '1' };
      const said = await ask<CorrectionResponse>('POST', '/api/corrections', correction);
      expect(said.status).toBe(201);
      expect(opened(said)).toBe(origin);
      expect((await ask('DELETE', `/api/corrections/${said.body.id}`)).status).toBe(204);
      const history = await owner.call<{ items: { id: string }[] }>('GET', '/api/predictions');
      expect(history.body.items[0]!.id).toBe(read.body.id);
    }
  });

  it('shows nothing that its owner or other visitors drew', async () => {
    const { key } = await make({ origins: [SCHOOL] });
    const own = await owner.predict(drawing('3'));
    await owner.correct(own.body.id, '3');
    const read = await fromPage<PredictionResponse>(
      ...([SCHOOL, key, 'POST', '/api/predictions', drawing('3')] as const),
    );
    const mine = read.body.neighbours.filter((neighbour) => neighbour.own);
    expect(mine.length).toBeGreaterThan(0);
    for (const neighbour of mine) expect(neighbour.picture).toBeUndefined();
    const again = await owner.predict(drawing('3'));
    expect(again.body.neighbours.find((one) => one.own)!.picture).toMatch(/^data:/);

    await app.nest.get(Recorder).flush();
    for (const [method, url] of [
      ['GET', '/api/predictions'],
      ['GET', `/api/predictions/${own.body.id}`],
      ['DELETE', `/api/predictions/${own.body.id}`],
      ['GET', '/api/lines'],
      ['GET', '/api/me/samples'],
      ['GET', '/api/me/export'],
      ['GET', '/api/me/insight'],
      ['GET', '/api/symbols'],
      ['GET', '/api/alphabets'],
      ['GET', '/api/keys'],
    ] as const) {
      const refused = await fromPage<Problem>(SCHOOL, key, method, url);
      expect({ url, status: refused.status }).toEqual({ url, status: 403 });
      expect(opened(refused)).toBe(SCHOOL);
    }
    const { key: reads } = await make({ origins: [SCHOOL], scopes: ['read'] });
    expect((await fromPage(SCHOOL, reads, 'GET', '/api/predictions')).status).toBe(200);
  });

  it.each([
    ELSEWHERE,
    'null',
    '*',
    'HTTPS://SCHOOL.EXAMPLE',
    'https://school.example/',
    'https://school.example:443',
    'https://school.example:8443',
    'http://school.example',
    'https://school.example.evil.example',
    'https://evil.example?https://school.example',
    'https://sch\u00f6ol.example',
    'https://school.example, https://elsewhere.example',
    'http://127.0.0.1:3000',
    undefined,
  ])('is refused by its sentence from anywhere else: %s', async (origin) => {
    const { key } = await make({ origins: [SCHOOL] });
    const refused = await fromPage<Problem>(origin, key, 'POST', '/api/predictions', drawing('1'));
    expect(refused).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    expect(opened(refused)).toBeUndefined();
    // The same where it was looked up a moment ago.
    await fromPage(SCHOOL, key, 'POST', '/api/predictions', drawing('1'));
    const again = await fromPage<Problem>(origin, key, 'POST', '/api/predictions', drawing('1'));
    expect(again).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    expect((await fromPage(origin, key, 'GET', '/api/models')).status).toBe(403);
  });

  it('tells a page of another key why it is refused', async () => {
    const { key } = await make({ origins: [SCHOOL] });
    await make({ origins: [CLUB] });
    const refused = await fromPage<Problem>(CLUB, key, 'POST', '/api/predictions', drawing('1'));
    expect(refused).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    expect(refused.body.detail).toContain(CLUB);
    expect(opened(refused)).toBe(CLUB);
  });

  it('has its problems read by the page: unknown, revoked, invalid, nothing there', async () => {
    const { key, id } = await make({ origins: [SCHOOL] });
    await make({ origins: [SCHOOL], name: 'another' });
    const ask = (sent: string, method: Method, url: string, payload?: object) =>
      fromPage<Problem>(SCHOOL, sent, method, url, payload);
    const problems = [
      [await ask('ink_nothing', 'POST', '/api/predictions', drawing('1')), 401],
      [await ask(key, 'POST', '/api/predictions', { task: 'digits' }), 422],
      [await ask(key, 'GET', '/api/nothing'), 404],
    ] as const;
    for (const [answer, status] of problems) {
      expect(answer.status).toBe(status);
      expect(opened(answer)).toBe(SCHOOL);
      expectNoCredentials(answer);
    }
    await owner.call('DELETE', `/api/keys/${id}`);
    const revoked = await ask(key, 'POST', '/api/predictions', drawing('1'));
    expect(revoked).toMatchObject({ status: 401, body: { code: 'unknown_key' } });
    expect(opened(revoked)).toBe(SCHOOL);
  });
});

describe('what browsers ask before a page sends a key', () => {
  it('is granted to origins that a working key names, for what carries keys', async () => {
    const origin = 'https://fresh.example';
    // Also where it was asked before there was one.
    expect(await preflight(origin)).toMatchObject({ status: 403 });
    const { id } = await make({ origins: [origin] });
    const granted = await preflight(origin);
    expect(granted.status).toBe(204);
    expect(granted.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, POST, PATCH, DELETE',
      'access-control-allow-headers': 'authorization, x-api-key, content-type, last-event-id',
      'access-control-max-age': '600',
    });
    expectNoCredentials(granted);
    expect((await preflight(origin, { headers: 'X-API-Key' })).status).toBe(204);
    // Without a key nothing is opened, and signing in is for pages of this server.
    expect((await preflight(origin, { headers: 'content-type' })).status).toBe(403);
    expect((await preflight(origin, { url: '/api/auth/sign-in/email' })).status).toBe(404);
    expect((await preflight(origin, { url: '/predict' })).status).toBe(404);

    await owner.call('DELETE', `/api/keys/${id}`);
    const refused = await preflight(origin);
    expect(refused).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    expect(opened(refused)).toBeUndefined();
  });

  it.each(['null', '*', 'HTTPS://SCHOOL.EXAMPLE', `${SCHOOL}/`, `${SCHOOL}:443`, ELSEWHERE])(
    'is refused to an origin that no key names: %s',
    async (origin) => {
      await make({ origins: [SCHOOL] });
      const refused = await preflight(origin);
      expect(refused.status).toBe(403);
      expect(opened(refused)).toBeUndefined();
    },
  );

  it('follows keys that expire, and owners that are disabled', async () => {
    const origin = 'https://late.example';
    const person = await app.user('writer');
    const { body } = await person.call<NewApiKey>('POST', '/api/keys', {
      name: 'late',
      origins: [origin],
    });
    const origins = app.nest.get(KeyOrigins);
    const isOpen = async () => {
      origins.forget();
      return (await preflight(origin)).status === 204;
    };
    expect(await isOpen()).toBe(true);
    const owners = await app.prisma.apikey.findUniqueOrThrow({ where: { id: body.id } });
    const disable = (disabledAt: Date | null) =>
      app.prisma.user.update({ where: { id: owners.referenceId }, data: { disabledAt } });
    await disable(new Date());
    expect(await isOpen()).toBe(false);
    await disable(null);
    expect(await isOpen()).toBe(true);
    const over = new Date(Date.now() - 1);
    await app.prisma.apikey.update({ where: { id: body.id }, data: { expiresAt: over } });
    expect(await isOpen()).toBe(false);
  });

  it('is heard of by other replicas', async () => {
    const other = await app.startProcess();
    try {
      const origin = 'https://replica.example';
      const isNamed = () => other.get(KeyOrigins).isNamed(origin);
      expect(await isNamed()).toBe(false);
      await make({ origins: [origin] });
      while (!(await isNamed())) await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      await other.close();
    }
  });

  it('stays as it was while the database is away', async () => {
    let isAway = false;
    let asked = 0;
    const keys = {
      isOriginNamed: async (origin: string) => {
        asked++;
        if (isAway) throw new Error('away');
        return origin === SCHOOL;
      },
    } as unknown as KeysRepository;
    const origins = new KeyOrigins(keys, {} as DatabaseNews);
    expect(await origins.isNamed(SCHOOL)).toBe(true);
    expect(await origins.isNamed(SCHOOL)).toBe(true);
    expect(asked).toBe(1);
    isAway = true;
    origins.forget();
    expect(await origins.isNamed(SCHOOL)).toBe(true);
    expect(await origins.isNamed(ELSEWHERE)).toBe(false);
  });
});

describe('origins that nobody knows', () => {
  it('are looked up for one address as often as it may ask, before its request is counted', async () => {
    const asked: string[] = [];
    const keys = {
      isOriginNamed: async (origin: string) => asked.push(origin) > 0 && origin === SCHOOL,
    } as unknown as KeysRepository;
    const counts = new RequestCounts({ add: async () => [] } as unknown as RateCountsRepository);
    const server = fastify();
    openToPages(
      server,
      new KeyOrigins(keys, {} as DatabaseNews),
      new RequestLimits({ addressRateLimit: 3 } as Config, counts),
    );
    server.get('/api/models', async () => '');
    const openedTo = async (remoteAddress: string, origin: string) => {
      const headers = { origin, authorization: 'Bearer ink_guessed' };
      const answer = await server.inject({ url: '/api/models', headers, remoteAddress });
      return answer.headers['access-control-allow-origin'];
    };
    for (let count = 0; count < 10; count++)
      await openedTo('192.0.2.1', `https://${count}.example`);
    expect(asked).toHaveLength(3);
    expect(await openedTo('192.0.2.1', SCHOOL)).toBeUndefined();
    // Others have theirs, and what is known costs nothing: also who asks too often reads why they are refused.
    expect(await openedTo('192.0.2.2', SCHOOL)).toBe(SCHOOL);
    expect(await openedTo('192.0.2.1', SCHOOL)).toBe(SCHOOL);
    expect(asked).toHaveLength(4);
    await counts.onModuleDestroy();
    await server.close();
  });
});

describe('pages elsewhere', () => {
  it('read nothing with a key for programs, without a key, or by a cookie', async () => {
    await make({ origins: [SCHOOL] });
    const { key } = await make({ name: 'program' });
    const answers = [
      await fromPage(SCHOOL, key, 'POST', '/api/predictions', drawing('1')),
      await fromPage(SCHOOL, key, 'GET', '/api/predictions'),
      await fromPage(SCHOOL, undefined, 'GET', '/api/models'),
      await fromPage(SCHOOL, key, 'GET', '/api/auth/get-session'),
      await owner.send('GET', '/api/predictions', { headers: { origin: SCHOOL } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200]);
    for (const answer of answers) expect(opened(answer)).toBeUndefined();
  });

  it('do nothing in their visitor’s name, though the visitor is signed in', async () => {
    await make({ origins: [SCHOOL] });
    const answer = await owner.send('POST', '/api/predictions', {
      payload: drawing('1'),
      headers: { origin: SCHOOL, 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
  });
});
