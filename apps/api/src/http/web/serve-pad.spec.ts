import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify as createFastify, type FastifyInstance } from 'fastify';
import { servePad } from './serve-pad.js';

const SCRIPT = 'console.log(1);'.repeat(100);
const URL_OF_PAD = '/pad/inkling-pad.js';

let folder: string;
let fastify: FastifyInstance;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inkling-pad-'));
  await writeFile(path.join(folder, 'inkling-pad.js'), SCRIPT);
  await writeFile(path.join(folder, 'inkling-pad.js.gz'), gzipSync(SCRIPT));
  fastify = createFastify();
  await servePad(fastify, folder);
});

afterAll(async () => {
  await fastify.close();
  await rm(folder, { recursive: true });
});

const get = (headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  fastify.inject({ method, url: URL_OF_PAD, headers });

describe('the pad', () => {
  it('is open to pages of any address, and asked for anew each time', async () => {
    const answer = await get({ origin: 'https://school.example' });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe(SCRIPT);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'no-cache',
    });
    expect(answer.headers['content-type']).toMatch(/javascript/);
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    const { etag } = answer.headers;
    expect((await get({ 'if-none-match': etag! })).statusCode).toBe(304);
    expect((await get({ 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it('is sent compressed, and says that it is there', async () => {
    const answer = await get({ 'accept-encoding': 'gzip' });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(answer.rawPayload).toString()).toBe(SCRIPT);
    const there = await get({}, 'HEAD');
    expect([there.statusCode, there.headers['access-control-allow-origin']]).toEqual([200, '*']);
  });

  it('is nothing where it was not built', async () => {
    const other = createFastify();
    await servePad(other, path.join(folder, 'none'));
    expect((await other.inject({ url: URL_OF_PAD })).statusCode).toBe(404);
    await other.close();
  });
});
