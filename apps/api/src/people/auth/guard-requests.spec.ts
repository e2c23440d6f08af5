import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '@inkling/contract';
import { inkOf } from '../../testing/fixtures.js';
import { controllerRoutes } from '../../testing/controller-routes.js';
import { TestApp } from '../../testing/test-app.js';
import { BODY_LIMIT } from '../../http/body-limits.js';

const LIMIT = 30;

let app: TestApp;
let folder: string;
let port: number;
const lines: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inkling-web-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Inkling</title>');
  await writeFile(path.join(folder, 'assets', 'app-1a2b.js'), 'console.log(1)');
  app = await TestApp.start(
    // The tests name their addresses, so that they don't use up each other's limits.
    { WEB_DIR: folder, RATE_LIMIT: String(LIMIT), TRUST_PROXY: 'loopback', LOG_LEVEL: 'info' },
    { log: { write: (line) => void lines.push(line) }, requestWithinMs: 3000 },
  );
  await app.nest.listen(0, '127.0.0.1');
  port = (app.nest.getHttpServer().address() as AddressInfo).port;
});

afterAll(async () => {
  await app.end();
  await rm(folder, { recursive: true });
});

let addresses = 0;
const anAddress = () => ({ 'x-forwarded-for': `10.9.${addresses >> 8}.${addresses++ & 255}` });

/** A request as it goes over the network, by whoever keeps to no rules. */
async function open(head: string, headers: Record<string, string> = {}): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay();
  await once(socket, 'connect');
  const lines = Object.entries({ host: '127.0.0.1', ...anAddress(), ...headers });
  socket.write(`${head} HTTP/1.1\r\n`);
  for (const [name, value] of lines) socket.write(`${name}: ${value}\r\n`);
  socket.write('\r\n');
  return socket;
}

/** All that comes until the server ends it, or until an answer is whole. */
async function answerOn(socket: Socket): Promise<{ status: number; problem: Problem }> {
  let text = '';
  for await (const chunk of socket) {
    text += String(chunk);
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? Infinity);
    if (Buffer.byteLength(body) >= length) break;
  }
  socket.destroy();
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const isProblem = /^content-type: application\/problem\+json/im.test(head);
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    problem: (isProblem ? JSON.parse(body) : {}) as Problem,
  };
}

const json = (bytes: number) => ({
  'content-type': 'application/json',
  'content-length': String(bytes),
});

describe('addresses', () => {
  it.each(['//', '///', '//:', '/\\', '//evil.example/x', '/\\evil.example'])(
    'that are none are answered 400 without a word in the log: %s',
    async (url) => {
      const before = lines.length;
      const { status, problem } = await answerOn(await open(`GET ${url}`));
      expect({ status, code: problem.code }).toEqual({ status: 400, code: 'malformed_request' });
      expect(lines.slice(before)).toEqual([]);
    },
  );

  it('with a parameter that is too long lead nowhere', async () => {
    const before = lines.length;
    for (const length of [101, 5000]) {
      const url = `/api/predictions/${'a'.repeat(length)}`;
      const headers = anAddress();
      const { status, body } = await app.visitor().send<Problem>('GET', url, { headers });
      expect({ status, body }).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(lines.slice(before)).toEqual([]);
  });

  it('of files answer ranges and conditions that do not hold', async () => {
    const get = (headers: Record<string, string>) =>
      app.visitor().send<Problem>('GET', '/assets/app-1a2b.js', {
        headers: { ...anAddress(), ...headers },
      });
    const before = lines.length;
    expect(await get({ range: 'bytes=999999999-' })).toMatchObject({
      status: 416,
      body: { code: 'range_not_satisfiable' },
    });
    expect(await get({ 'if-match': '"other"' })).toMatchObject({ status: 412 });
    expect((await get({ range: 'bytes=0-6' })).status).toBe(206);
    expect(lines.slice(before)).toEqual([]);
  });

  it('that a proxy passes on may be anything', async () => {
    for (const address of ['not an address', "'; --", '::::', 'a'.repeat(4000), '\xff']) {
      const headers = { 'x-forwarded-for': address };
      const guest = app.visitor();
      const signIn = await guest.send('POST', '/api/auth/sign-in/anonymous', {
        payload: {},
        headers,
      });
      expect({ address, status: signIn.status }).toEqual({ address, status: 200 });
      expect((await guest.send('GET', '/api/me', { headers })).status).toBe(200);
    }
  });

  it('have a limit of their own, whoever is behind them and whatever is asked for', async () => {
    const headers = anAddress();
    const statuses: number[] = [];
    for (let count = 0; count < LIMIT * 5 + 1; count++) {
      statuses.push((await app.visitor().send('GET', '/', { headers })).status);
    }
    expect(statuses.slice(0, -1)).toEqual(Array(LIMIT * 5).fill(200));
    expect(statuses.at(-1)).toBe(429);
    const guest = app.visitor();
    const signIn = '/api/auth/sign-in/anonymous';
    expect((await guest.send('POST', signIn, { payload: {}, headers })).status).toBe(429);
    expect((await guest.send('GET', '/api/health/live', { headers })).status).toBe(200);
    expect((await guest.send('GET', '/', { headers: anAddress() })).status).toBe(200);
  });
});

describe('bodies', () => {
  it('have up to 64 kB on every route but those of pictures and mappings, whoever asks', async () => {
    const routes = controllerRoutes(app.nest).filter(({ method }) => method !== 'GET');
    expect(routes.length).toBeGreaterThan(15);
    const payload = JSON.stringify({ a: 'x'.repeat(BODY_LIMIT) });
    const others: Readonly<Record<string, string>> = {
      'POST /api/predictions': 'unknown_task',
      'POST /api/lines': 'unknown_task',
      'POST /api/imports/:id/start': 'sign_in_first',
    };
    for (const { method, url } of [...routes, { method: 'POST', url: '/api/auth/sign-in/email' }]) {
      const headers = { ...anAddress(), 'content-type': 'application/json' };
      const answer = await app.visitor().send<Problem>(method as 'POST', url, { payload, headers });
      const { code } = answer.body;
      expect({ method, url, code }).toEqual({
        method,
        url,
        code: others[`${method} ${url}`] ?? 'too_large',
      });
    }
  });

  it('of a mapping have up to 256 kB and 3,000 keys', async () => {
    const start = async (body: object) => {
      const headers = { ...anAddress(), 'content-type': 'application/json' };
      const payload = JSON.stringify(body);
      const url = '/api/imports/01890000-0000-7000-8000-000000000000/start';
      return (await app.visitor().send<Problem>('POST', url, { payload, headers })).body;
    };
    expect((await start({ a: 'x'.repeat(4 * BODY_LIMIT) })).detail).toContain('up to 256 kB');
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [at, 1]));
    expect((await start(keys(3001))).detail).toContain('more than 3000 keys');
    expect((await start(keys(3000))).code).toBe('sign_in_first');
  });

  it('are refused by what they say of themselves, before any of them has come', async () => {
    const announced = await answerOn(await open('POST /api/keys', json(11_000_000)));
    expect(announced).toMatchObject({ status: 413, problem: { code: 'too_large' } });
    const form = await open('POST /api/keys', {
      'content-type': 'multipart/form-data; boundary=a',
      'content-length': '5000',
    });
    expect(await answerOn(form)).toMatchObject({ status: 415 });
  });

  it('are not waited for where the limit of requests is reached', async () => {
    const headers = anAddress();
    for (let count = 0; count < LIMIT; count++) {
      await app.visitor().send('GET', '/api/models', { headers });
    }
    const socket = await open('POST /api/predictions', { ...headers, ...json(8_000_000) });
    expect(await answerOn(socket)).toMatchObject({
      status: 429,
      problem: { code: 'too_many_requests' },
    });
  });

  it.each([
    ['/api/predictions', `{"task":"digits","ink":${'['.repeat(1_000_000)}`],
    ['/api/predictions', `{${'"a":1,'.repeat(900_000)}"task":"digits"}`],
    ['/api/predictions', `{"a":[${'0,'.repeat(3_000_000)}0]}`],
    ['/api/auth/sign-in/email', `{"email":${'['.repeat(30_000)}`],
  ])('with too much in them are not parsed: %s', async (url, payload) => {
    const headers = { ...anAddress(), 'content-type': 'application/json' };
    const { status, body } = await app.visitor().send<Problem>('POST', url, { payload, headers });
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
    expect(body.detail).toContain('too much in it');
  });

  it('that come too slowly end their connection', async () => {
    const socket = await open('POST /api/predictions', json(1000));
    let isOpen = true;
    socket.once('close', () => (isOpen = false));
    socket.on('error', () => undefined);
    const dripping = (async () => {
      while (isOpen) {
        socket.write('x');
        await wait(50);
      }
    })();
    expect(await answerOn(socket)).toMatchObject({ status: 408, problem: { code: 'too_slow' } });
    await dripping;
  });

  it('that are broken off are no failure of ours', async () => {
    lines.length = 0;
    for (const type of ['application/json', 'multipart/form-data; boundary=x']) {
      const socket = await open('POST /api/predictions', { ...json(1000), 'content-type': type });
      socket.end('--x\r\n{"task":');
      socket.on('error', () => undefined).resume();
      await once(socket, 'close');
    }
    // Answered after both: what they led to has been logged by now.
    await app.visitor().send('GET', '/api/health/ready', { headers: anAddress() });
    expect(lines.join('\n')).not.toContain('a request failed');
  });

  it('that are large wait for room, each address for its own, and small ones never', async () => {
    const headers = anAddress();
    const large = { ...headers, ...json(12_000_000) };
    const held = [
      await open('POST /api/predictions', large),
      await open('POST /api/predictions', large),
    ];
    const refused = await answerOn(await open('POST /api/predictions', large));
    expect(refused).toMatchObject({ status: 503, problem: { code: 'busy' } });
    const small = await app.visitor().send('POST', '/api/predictions', {
      payload: { task: 'digits', ink: inkOf('7') },
      headers,
    });
    expect(small.status).toBe(201);
    for (const socket of held) socket.destroy();
    // What is held is given back when the server sees the connection closed.
    for (;;) {
      const socket = await open('POST /api/predictions', large);
      const next = await Promise.race([answerOn(socket), wait(200, undefined)]);
      socket.destroy();
      if (next?.problem.code !== 'busy') break;
    }
  });
});

describe('bodies of those who leave', () => {
  it('while it is looked up who they are keep no room', async () => {
    const headers = anAddress();
    const large = { ...headers, ...json(11_000_000) };
    await app.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE apikey IN ACCESS EXCLUSIVE MODE`;
      for (const key of ['a', 'b', 'c', 'd']) {
        const socket = await open('POST /api/predictions', { ...large, 'x-api-key': `ink_${key}` });
        await wait(50);
        socket.destroy();
      }
      await wait(200);
    });
    for (let tries = 0; ; tries++) {
      const socket = await open('POST /api/predictions', large);
      const next = await Promise.race([answerOn(socket), wait(200, undefined)]);
      socket.destroy();
      if (next?.problem.code !== 'busy') break;
      expect(tries).toBeLessThan(20);
    }
  });
});

describe('answers', () => {
  it('about who asks are kept by nobody on the way', async () => {
    const headers = anAddress();
    const guest = app.visitor();
    await guest.send('POST', '/api/auth/sign-in/anonymous', { payload: {}, headers });
    const urls = [
      '/api/me',
      '/api/predictions',
      '/api/me/samples',
      '/api/me/memory?network=digits',
      '/api/me/memory/lines',
      '/api/auth/get-session',
      '/api/keys',
    ];
    for (const url of urls) {
      const answer = await guest.send('GET', url, { headers });
      expect({ url, kept: answer.headers['cache-control'] }).toEqual({ url, kept: 'no-store' });
    }
    const payload = { task: 'digits', ink: inkOf('7') };
    const read = await guest.send('POST', '/api/predictions', { payload, headers });
    expect(read.headers['cache-control']).toBe('no-store');
  });

  it('to what is no HTTP are problems', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('NONSENSE\r\n\r\n');
    expect(await answerOn(socket)).toMatchObject({
      status: 400,
      problem: { code: 'malformed_request' },
    });
    const cookie = { cookie: 'a'.repeat(20_000) };
    expect(await answerOn(await open('GET /', cookie))).toMatchObject({
      status: 431,
      problem: { code: 'headers_too_large' },
    });
  });
});
