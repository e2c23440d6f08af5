import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PredictionResponse, Problem, Session, TrainingAccepted } from '@inkling/contract';
import { MAX_PICTURE_BYTES } from '../common/picture-bytes.js';
import { inkOf } from '../testing/fixtures.js';
import { TestApp } from '../testing/test-app.js';

const HOST = 'ink.example.org';
const HERE = `https://${HOST}`;

const findProgram = (name: string): string | undefined =>
  ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));

const [nginx, openssl] = [findProgram('nginx'), findProgram('openssl')];

/** What docs/operations.md says to write into nginx's configuration. */
function configurationOfDocs(): string {
  const docs = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
  const [, found] = /```nginx\n([\s\S]*?)```/.exec(docs) ?? [];
  if (found === undefined) throw new Error('docs/operations.md has no configuration of nginx');
  return found;
}

/** Another place for what the machine of a test has elsewhere; each is in the configuration once. */
function replaceEach(text: string, places: Readonly<Record<string, string>>): string {
  return Object.entries(places).reduce((changed, [from, to]) => {
    if (changed.split(from).length !== 2) throw new Error(`expected "${from}" once`);
    return changed.replace(from, to);
  }, text);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilOpen(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
    await wait(20);
  }
}

interface Received {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

const missing = Object.entries({ nginx, openssl })
  .filter(([, file]) => file === undefined)
  .map(([name]) => name);

const behindNginx = (): void => {
  let app: TestApp;
  let folder: string;
  let proxy: ChildProcess;
  let ca: Buffer;
  const ports = { http: 0, https: 0 };
  let cookie = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'inkling-nginx-'));
    const file = (name: string) => path.join(folder, name);
    const subject = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
    const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
    const files = ['-keyout', file('key.pem'), '-out', file('cert.pem')];
    execFileSync(openssl!, ['req', ...kind, ...subject, ...files], { stdio: 'ignore' });
    ca = readFileSync(file('cert.pem'));
    await writeFile(file('index.html'), '<!doctype html><title>Inkling</title>');

    app = await TestApp.start({ PUBLIC_URL: HERE, TRUST_PROXY: 'loopback', WEB_DIR: folder });
    await app.nest.listen(0, '127.0.0.1');
    const api = (app.nest.getHttpServer().address() as AddressInfo).port;
    ports.http = await freePort();
    ports.https = await freePort();
    const servers = replaceEach(configurationOfDocs(), {
      'listen 80;': `listen 127.0.0.1:${ports.http};`,
      'listen 443 ssl;': `listen 127.0.0.1:${ports.https} ssl;`,
      '/etc/ssl/certs/ink.example.org.pem': file('cert.pem'),
      '/etc/ssl/private/ink.example.org.key': file('key.pem'),
      'server 127.0.0.1:3000;': `server 127.0.0.1:${api};`,
    });
    // What Debian's nginx.conf has around it, in a folder of its own and as whoever runs the tests.
    const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${file(name)};`,
    );
    await writeFile(
      file('nginx.conf'),
      `daemon off; master_process off; pid ${file('pid')}; error_log ${file('log')};
      events {} http { access_log off; ${scratch.join(' ')}\n${servers} }`,
    );
    proxy = spawn(nginx!, ['-p', folder, '-c', file('nginx.conf')], { stdio: 'ignore' });
    await untilOpen(ports.https);
  });

  afterAll(async () => {
    if (proxy.exitCode === null) {
      proxy.kill('SIGTERM');
      await once(proxy, 'exit');
    }
    await app.end();
    await rm(folder, { recursive: true });
  });

  /** As a browser that has found the host at this address. */
  const open = (method: string, url: string, headers: http.OutgoingHttpHeaders, body?: Buffer) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const request = https.request(
        {
          host: '127.0.0.1',
          port: ports.https,
          servername: HOST,
          ca,
          agent: false,
          method,
          path: url,
          headers: {
            host: HOST,
            origin: HERE,
            cookie,
            ...(body && { 'content-length': body.length }),
            ...headers,
          },
        },
        resolve,
      );
      request.on('error', reject);
      request.end(body);
    });

  async function ask(
    method: string,
    url: string,
    body?: object | Buffer,
    headers: http.OutgoingHttpHeaders = {},
  ): Promise<Received> {
    const bytes = body && (Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)));
    const type = body && !Buffer.isBuffer(body) && { 'content-type': 'application/json' };
    const response = await open(method, url, { ...type, ...headers }, bytes);
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode!, headers: response.headers, text };
  }

  const bodyOf = <T>({ text }: Received) => JSON.parse(text) as T;

  async function signIn(): Promise<Received> {
    const answer = await ask('POST', '/api/auth/sign-in/anonymous', {});
    cookie = answer.headers['set-cookie']!.map((one) => one.split(';')[0]).join('; ');
    return answer;
  }

  it('leads from http to https', async () => {
    const request = http.get({
      host: '127.0.0.1',
      port: ports.http,
      path: '/history?a=b',
      headers: { host: HOST },
    });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(308);
    expect(response.headers.location).toBe(`${HERE}/history?a=b`);
  });

  it('lets people sign in, draw and correct at the public address', async () => {
    const { status, headers } = await signIn();
    expect(status).toBe(200);
    expect(String(headers['set-cookie'])).toMatch(/; Secure/);
    expect(headers['strict-transport-security']).toMatch(/max-age/);
    const read = await ask('POST', '/api/predictions', { task: 'digits', ink: inkOf('7') });
    expect(read.status).toBe(201);
    const predictionId = bodyOf<PredictionResponse>(read).id;
    expect((await ask('POST', '/api/corrections', { predictionId, label: '7' })).status).toBe(201);
    const own = await ask('GET', '/api/predictions');
    expect(own.headers['cache-control']).toBe('no-store');
    expect(own.text).toContain(predictionId);
  });

  it('refuses pages of other addresses, and names the public one', async () => {
    const other = { origin: 'https://other.example' };
    const answer = await ask('POST', '/api/auth/sign-out', {}, other);
    expect(answer.status).toBe(403);
    expect(bodyOf<Problem>(answer).detail).toContain(`${HERE} (PUBLIC_URL)`);
  });

  it('passes pictures of 8 MB on, and the answer to larger ones', async () => {
    const upload = (bytes: number) => {
      const disposition = 'Content-Disposition: form-data; name=';
      const form = Buffer.concat([
        Buffer.from(`--cut\r\n${disposition}"task"\r\n\r\ndigits\r\n`),
        Buffer.from(`--cut\r\n${disposition}"file"; filename="a.png"\r\n\r\n`),
        Buffer.alloc(bytes, 7),
        Buffer.from('\r\n--cut--\r\n'),
      ]);
      const type = { 'content-type': 'multipart/form-data; boundary=cut' };
      return ask('POST', '/api/predictions', form, type);
    };
    // It arrives whole, and is no picture.
    const form = await upload(MAX_PICTURE_BYTES);
    expect(bodyOf<Problem>(form)).toMatchObject({ status: 400, code: 'unreadable_picture' });
    const image = Buffer.alloc(MAX_PICTURE_BYTES, 7).toString('base64');
    const json = await ask('POST', '/api/predictions', { task: 'digits', image });
    expect(bodyOf<Problem>(json)).toMatchObject({ status: 400, code: 'unreadable_picture' });
    expect(bodyOf<Problem>(await upload(MAX_PICTURE_BYTES + 1))).toMatchObject({
      status: 413,
      code: 'too_large',
    });
  });

  it('passes files of own data on, whatever a picture may have', async () => {
    const form = Buffer.concat([
      Buffer.from(
        '--cut\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n',
      ),
      Buffer.alloc(20 * 1024 * 1024, 7),
      Buffer.from('\r\n--cut--\r\n'),
    ]);
    const type = { 'content-type': 'multipart/form-data; boundary=cut' };
    // It arrives whole, and is no such file.
    const answer = await ask('POST', '/api/me/import', form, type);
    expect(bodyOf<Problem>(answer)).toMatchObject({ status: 422, code: 'unreadable_import' });
    // A page whose address only begins alike has the limit of all others.
    expect((await ask('POST', '/api/me/importance', form, type)).status).toBe(413);
  });

  it('tells of training as it happens', async () => {
    const session = bodyOf<{ user: { id: string } }>(await ask('GET', '/api/auth/get-session'));
    await app.prisma.user.update({
      where: { id: session.user.id },
      data: { role: 'admin', isAnonymous: false },
    });
    const job = bodyOf<TrainingAccepted>(
      await ask('POST', '/api/training-jobs', { network: 'digits' }),
    );
    const stream = await open('GET', `/api/training-jobs/${job.id}/events`, {});
    expect(stream.headers['content-type']).toContain('text/event-stream');
    let text = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const until = async (words: string) => {
      while (!text.includes(words)) await wait(10);
    };
    // The stream is open: nothing of it may be gathered until it ends.
    await until('"status":"queued"');
    const ended = once(stream, 'end');
    await ask('POST', `/api/training-jobs/${job.id}/cancel`);
    await until('"status":"cancelled"');
    await ended;
  });

  it('says where people are, whatever they claim', async () => {
    await ask('POST', '/api/auth/sign-in/anonymous', {}, { 'x-forwarded-for': '10.1.2.3' });
    const answer = await ask('GET', '/api/me/sessions', undefined, {
      'x-forwarded-for': '10.1.2.3',
    });
    const { items } = bodyOf<{ items: Session[] }>(answer);
    expect(items.map(({ address }) => address)).toEqual(['127.0.0.1']);
  });
};

describe('nginx as in docs/operations.md', () => {
  if (missing.length === 0) behindNginx();
  else it.skip(`is not tried: this machine has no ${missing.join(' and no ')}`, () => undefined);
});
