import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post } from './post.js';

let server: Server;
let port: number;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url!);
    request.resume();
    if (request.url === '/silent') return;
    if (request.url === '/upgraded') {
      request.socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      );
      return;
    }
    if (request.url === '/endless') {
      response.writeHead(200);
      const more = setInterval(() => response.write('x'.repeat(4096)), 1);
      response.on('close', () => clearInterval(more));
    } else if (request.url === '/stalled') {
      response.writeHead(200).write('x');
    } else if (request.url === '/moved') {
      response.writeHead(307, { location: '/taken' }).end();
    } else {
      response.writeHead(request.url === '/taken' ? 201 : 500).end('no');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as { port: number }).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const to = (path: string, given: object = {}) =>
  post({
    ...{ url: `http://127.0.0.1:${port}${path}`, headers: {}, body: '{}', allowsPrivate: true },
    ...given,
  });

describe('post', () => {
  it('counts 200 to 299 only', async () => {
    expect(await to('/taken')).toEqual({ statusCode: 201, error: null });
    expect(await to('/other')).toEqual({ statusCode: 500, error: 'It answered 500.' });
  });

  it('follows no redirect', async () => {
    asked.length = 0;
    expect(await to('/moved')).toEqual({
      statusCode: 307,
      error: 'It answered 307: redirects are not followed.',
    });
    expect(asked).toEqual(['/moved']);
  });

  it('takes no other protocol', async () => {
    expect(await to('/upgraded')).toEqual({ statusCode: 101, error: 'It answered 101.' });
  });

  it('waits for no answer for ever, and reads no endless one', async () => {
    expect(await to('/silent', { withinMs: 200 })).toEqual({
      statusCode: null,
      error: 'No answer within 0.2 s.',
    });
    expect(await to('/endless')).toEqual({ statusCode: 200, error: null });
    expect(await to('/stalled', { withinMs: 300 })).toEqual({ statusCode: 200, error: null });
  });

  it('says why there is no connection', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(closed.address() as { port: number }).port}/`;
    await new Promise((resolve) => closed.close(resolve));
    expect(await to('', { url })).toEqual({
      statusCode: null,
      error: 'The connection was refused.',
    });
  });

  it('judges addresses, and what names stand for', async () => {
    asked.length = 0;
    const metadata = await to('', { url: 'http://169.254.169.254/latest' });
    expect(metadata.error).toMatch(/never allowed/);
    for (const url of [`http://127.0.0.1:${port}/taken`, `http://localhost:${port}/taken`]) {
      expect((await to('', { url, allowsPrivate: false })).error).toMatch(/WEBHOOK_PRIVATE/);
    }
    expect(asked).toEqual([]);
  });
});
