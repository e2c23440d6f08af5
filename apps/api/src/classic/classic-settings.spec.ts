import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClassicAnswer, ClassicError, Ready } from '@inkling/contract';
import { freezable } from '@inkling/store/testing';
import { canvasPicture } from '../testing/canvas-picture.js';
import { drawingsOf } from '../testing/fixtures.js';
import { TestApp } from '../testing/test-app.js';

const EMAIL = 'classic@example.org';
const SEVEN = { image: canvasPicture(drawingsOf('7')[0]!.strokes).toString('base64') };

let app: TestApp;
let web: string;
const lines: string[] = [];

beforeAll(async () => {
  web = await mkdtemp(path.join(tmpdir(), 'inkling-web-'));
  await writeFile(path.join(web, 'index.html'), '<!doctype html><title>Inkling</title>');
  app = await TestApp.start(
    { WEB_DIR: web, LOG_LEVEL: 'warn' },
    { log: { write: (line) => void lines.push(line) } },
  );
});

afterAll(async () => {
  await app.end();
  await rm(web, { recursive: true });
});

const post = <T = ClassicAnswer>(url: string, payload: object = SEVEN, at = app) =>
  at.visitor().send<T>('POST', url, { payload });

const teach = () => post<ClassicError>('/correct', { ...SEVEN, true_label: '7' });

const problems = async () => {
  const { body } = await app.visitor().call<Ready>('GET', '/api/health/ready');
  return body.problems.map(({ code }) => code);
};

const warnings = () => lines.filter((line) => line.includes('CLASSIC_WRITER'));

describe('CLASSIC_API', () => {
  it('is off: the calls are no addresses, and the pages are there', async () => {
    for (const url of ['/predict', '/predict/', '/correct']) {
      const { status, body, headers } = await post<ClassicError>(url);
      expect({ url, status, code: body.code }).toEqual({ url, status: 404, code: 'not_found' });
      expect(headers['content-type']).toMatch(/problem\+json/);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      const server = app.nest.getHttpAdapter().getInstance();
      expect((await server.inject({ method: 'OPTIONS', url })).statusCode).toBe(404);
      expect((await app.visitor().call('GET', url)).body).toContain('<title>Inkling</title>');
    }
  });

  it('leaves the pages, and everything else, as they are', async () => {
    await app.reopen({ CLASSIC_API: 'true' });
    expect((await post('/predict')).body.digit).toBe(7);
    for (const url of ['/predict', '/predict/', '/correct']) {
      expect((await app.visitor().call('GET', url)).body).toContain('<title>Inkling</title>');
    }
    for (const url of ['/correct/', '/predict/7', '/Predict']) {
      expect((await post(url)).status).toBe(404);
    }
    const refused = await app.visitor().problem('POST', '/api/predictions', {});
    expect(refused.headers['content-type']).toMatch(/problem\+json/);
    const { body } = await app.visitor().call<{ paths: object }>('GET', '/api/docs-json');
    expect(Object.keys(body.paths).filter((url) => !url.startsWith('/api/'))).toEqual([]);
  });

  it('counts the requests of an address, and tells pages so', async () => {
    await app.reopen({ RATE_LIMIT: '3' });
    const [first] = [await post('/predict'), await post('/predict/'), await teach()];
    expect(first.headers['x-ratelimit-limit']).toBe('3');
    const { status, body, headers } = await post<ClassicError>('/predict');
    expect({ status, body }).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(body.error).toMatch(/Too many requests/);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'retry-after': expect.stringMatching(/^\d+$/),
    });
    // Sessions make no difference: they don't count here.
    const guest = await app.guest();
    expect((await guest.send('POST', '/predict', { payload: SEVEN })).status).toBe(429);
    await app.reopen({ RATE_LIMIT: '0' });
  });
});

describe('CLASSIC_WRITER', () => {
  it('is not set: drawings are nobody’s, and nothing is taught', async () => {
    expect((await post('/predict')).status).toBe(200);
    const { status, body } = await teach();
    expect({ status, body }).toMatchObject({
      status: 403,
      body: { status: 'error', code: 'forbidden' },
    });
    expect(body.message).toMatch(/set CLASSIC_WRITER to its email address/);
    expect([warnings(), await problems()]).toEqual([[], ['no_trainer']]);
    await app.visitor().call('GET', '/api/models');
    const { writerId } = await app.prisma.prediction.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(writerId).toBeNull();
  });

  it('names nobody: the log and the health say so, also where it is the address of a guest', async () => {
    const guest = await app.guest();
    const { body } = await guest.call<{ user: { email: string } }>('GET', '/api/auth/get-session');
    for (const email of ['nobody@example.org', body.user.email]) {
      lines.length = 0;
      await app.reopen({ CLASSIC_WRITER: email });
      expect(warnings()).toHaveLength(1);
      expect(warnings()[0]).toContain(email);
      expect(await problems()).toContain('no_classic_writer');
      expect((await post('/predict')).body.digit).toBe(7);
      const refused = await teach();
      expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(refused.body.message).not.toContain(email);
    }
  });

  it('may be the first admin that is made at the same start, or an account that is made later', async () => {
    lines.length = 0;
    await app.reopen({
      CLASSIC_WRITER: EMAIL,
      ADMIN_EMAIL: EMAIL,
      ADMIN_PASSWORD: 'correct horse',
    });
    expect([warnings(), await problems()]).toEqual([[], ['no_trainer']]);
    expect((await teach()).status).toBe(200);

    await app.reopen({ CLASSIC_WRITER: 'later@example.org' });
    expect((await teach()).status).toBe(403);
    await app.prisma.user.create({ data: { name: 'Later', email: 'later@example.org' } });
    expect((await teach()).status).toBe(200);
    expect(await problems()).toEqual(['no_trainer']);
  });
});

describe('while the database hangs', () => {
  it('should read, and refuse to be taught for now', async () => {
    const way = await freezable(app.databaseUrl);
    await app.reopen({ DATABASE_URL: way.url });
    try {
      expect((await post('/predict')).status).toBe(200);
      way.freeze();
      const refused = await teach();
      expect(refused).toMatchObject({
        status: 503,
        body: { status: 'error', code: 'database_away' },
      });
      expect(refused.headers['retry-after']).toBe('2');
      expect((await post('/predict')).body.digit).toBe(7);
    } finally {
      way.thaw();
      await app.reopen({ DATABASE_URL: app.databaseUrl });
      await way.close();
    }
    expect((await teach()).status).toBe(200);
  });
});

describe('without a model', () => {
  it('should say so', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'inkling-models-'));
    const other = await TestApp.start({ MODELS_DIR: folder, CLASSIC_API: 'true' });
    try {
      for (const url of ['/predict', '/predict/']) {
        const { status, body } = await post<ClassicError>(url, SEVEN, other);
        expect({ status, body }).toMatchObject({ status: 503, body: { code: 'no_model' } });
        expect(body.error).toBe(body.detail);
      }
    } finally {
      await other.end();
      await rm(folder, { recursive: true });
    }
  });
});
