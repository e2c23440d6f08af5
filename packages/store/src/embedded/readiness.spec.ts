import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { askServer, createPatience } from './readiness.js';

/** An error as Postgres sends it before anyone is signed in. */
const refusal = (code: string): Buffer => {
  const fields = Buffer.from(`SFATAL\0C${code}\0Mno\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
};

describe('askServer', () => {
  let server: Server;
  let url: string;
  let reply: Buffer;
  beforeEach(async () => {
    server = createServer((socket) => socket.once('data', () => socket.end(reply)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `postgresql://a:b@127.0.0.1:${(server.address() as AddressInfo).port}/a`;
  });
  afterEach(() => void server.close());

  it('should tell a server that is starting from one that does not answer', async () => {
    reply = refusal('57P03');
    expect(await askServer(url)).toBe('starting');
    reply = Buffer.alloc(0);
    expect(await askServer(url)).toBe('silent');
  });

  it('should throw what no waiting helps against', async () => {
    reply = refusal('28P01');
    await expect(askServer(url)).rejects.toMatchObject({ code: '28P01' });
  });
});

describe('createPatience', () => {
  it('should end after a minute of silence', () => {
    const isOver = createPatience(1_000);
    expect(isOver('silent', 60_999)).toBe(false);
    expect(isOver('silent', 61_000)).toBe(true);
  });

  it('should go on for an hour with a server that says that it is starting', () => {
    const isOver = createPatience(0);
    for (let minute = 0; minute < 60; minute++) {
      expect(isOver('starting', minute * 60_000)).toBe(false);
    }
    expect(isOver('silent', 59.5 * 60_000)).toBe(false);
    expect(isOver('starting', 60 * 60_000)).toBe(true);
  });
});
