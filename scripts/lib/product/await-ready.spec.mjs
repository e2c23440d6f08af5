import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { awaitReady } from './await-ready.mjs';

/** @type {import('node:http').Server} */
let server;
/** @type {string} */
let address;
let isLive = false;
beforeEach(async () => {
  isLive = false;
  server = createServer((request, response) => {
    response.statusCode = isLive ? 200 : 503;
    response.end(request.url?.endsWith('/ready') ? '{"problems":[{"detail":"No queue."}]}' : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** @param {Promise<string>} exited */
const api = (exited) => /** @type {any} */ ({ exited, lastWords: () => '' });
const { signal } = new AbortController();

describe('awaitReady', () => {
  it('should wait for an API that lives, and say each time that it takes long', async () => {
    let told = 0;
    const onSlow = () => {
      told += 1;
      isLive = told === 3;
    };
    const living = api(new Promise(() => undefined));
    expect(await awaitReady(address, living, signal, onSlow, 1)).toEqual(['No queue.']);
    expect(told).toBe(3);
  });

  it('should not wait for one that has ended', async () => {
    const ended = api(Promise.resolve('SIGKILL'));
    await expect(awaitReady(address, ended, signal, () => undefined)).rejects.toThrow(
      'The server ended while starting (SIGKILL).',
    );
  });
});
