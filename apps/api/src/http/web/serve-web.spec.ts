import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../testing/test-app.js';

const SCRIPT = 'console.log(1);'.repeat(100);

let app: TestApp;

beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'inkling-web-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Inkling</title>');
  const script = path.join(folder, 'assets', 'app-1a2b.js');
  await writeFile(script, SCRIPT);
  await writeFile(`${script}.br`, brotliCompressSync(SCRIPT));
  await writeFile(`${script}.gz`, gzipSync(SCRIPT));
  await writeFile(path.join(folder, 'assets', 'lone-5e6f.js'), SCRIPT);
  await writeFile(path.join(folder, '.env'), 'SECRET=1');
  await writeFile(path.join(folder, 'sw.js'), 'self.skipWaiting;');
  await writeFile(path.join(folder, 'manifest.webmanifest'), '{"id":"/"}');
  app = await TestApp.start({ WEB_DIR: folder });
});

afterAll(async () => {
  await app.end();
});

const get = (url: string) => app.visitor().call<string>('GET', url);

describe('the web app', () => {
  it('is the answer to every address that is no API', async () => {
    for (const url of ['/', '/history', '/a/b?c=d', '/index.html', '/assets/']) {
      const { status, body, headers } = await get(url);
      if (url === '/assets/') {
        expect(status).toBe(404);
        continue;
      }
      expect({ url, status }).toEqual({ url, status: 200 });
      expect(body).toContain('<title>Inkling</title>');
      expect(headers['cache-control']).toBe('no-cache');
    }
  });

  it('has its hashed files kept for a year', async () => {
    const { status, headers } = await get('/assets/app-1a2b.js');
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/javascript/);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await get('/assets/gone-3c4d.js')).status).toBe(404);
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
    ['identity', undefined, (bytes: Buffer) => bytes],
    [undefined, undefined, (bytes: Buffer) => bytes],
  ])('sends a script as the browser takes it: %s', async (accepted, encoding, open) => {
    const send = (url: string) =>
      app.nest
        .getHttpAdapter()
        .getInstance()
        .inject({ url, headers: accepted === undefined ? {} : { 'accept-encoding': accepted } });
    const { headers, rawPayload } = await send('/assets/app-1a2b.js');
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['vary']).toMatch(/accept-encoding/i);
    expect(headers['content-type']).toMatch(/javascript/);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(open(rawPayload).toString()).toBe(SCRIPT);
    // What the build did not compress is sent as it is.
    const lone = await send('/assets/lone-5e6f.js');
    expect([lone.statusCode, lone.payload]).toEqual([200, SCRIPT]);
    expect(lone.headers['content-encoding']).toBeUndefined();
  });

  it.each([
    ['/sw.js', /javascript/],
    ['/manifest.webmanifest', /^application\/manifest\+json/],
  ])('has %s looked at anew each time, so that a newer build is noticed', async (url, type) => {
    const { status, headers } = await get(url);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(type);
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('gives no other file away', async () => {
    for (const url of ['/.env', '/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/hosts', '/%zz']) {
      const { body } = await get(url);
      expect(JSON.stringify(body)).not.toMatch(/SECRET|root:|localhost/);
    }
  });

  it('answers addresses that are none with a problem', async () => {
    const { status, body, headers } = await app.visitor().problem('GET', '/%zz');
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
    expect(headers['content-type']).toMatch(/problem\+json/);
  });

  it('asks no other host for anything, and does not force https on the local network', async () => {
    const { headers } = await get('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("worker-src 'self'");
    expect(policy).toContain("manifest-src 'self'");
    expect(policy).toContain("img-src 'self' data: blob:");
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(headers['strict-transport-security']).toBeUndefined();
  });
});

describe('metrics', () => {
  it('count requests by route, and know models and memory', async () => {
    await get('/api/models');
    const { status, body } = await get('/metrics');
    expect(status).toBe(200);
    expect(body).toMatch(
      /inkling_http_request_duration_seconds_count\{method="GET",route="\/api\/models",status="200"\} \d/,
    );
    expect(body).toMatch(/inkling_memory_samples\{network="digits",kind="all"\} 0/);
    expect(body).toMatch(/inkling_model_version\{network="digits"\} 1/);
  });
});
