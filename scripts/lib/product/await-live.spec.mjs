import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { awaitLive, missingAt } from './await-live.mjs';

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

describe('awaitLive', () => {
  it('should wait for an API that lives, and say each time that it takes long', async () => {
    let told = 0;
    const onSlow = () => {
      told += 1;
      isLive = told === 3;
    };
    const living = api(new Promise(() => undefined));
    await awaitLive(address, living, signal, onSlow, 1);
    expect(told).toBe(3);
  });

  it('should not wait for one that has ended', async () => {
    const ended = api(Promise.resolve('SIGKILL'));
    await expect(awaitLive(address, ended, signal, () => undefined)).rejects.toThrow(
      'The server ended while starting (SIGKILL).',
    );
  });
});

describe('missingAt', () => {
  it('should tell what the API says of itself', async () => {
    expect(await missingAt(address, signal)).toEqual(['No queue.']);
  });

  it('should tell nothing of one that does not answer', async () => {
    server.close();
    server.closeAllConnections();
    expect(await missingAt(address, signal)).toEqual([]);
  });
});
