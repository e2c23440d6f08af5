import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { download } from './download.mjs';

const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251));
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

let folder;
let file;
let server;
let requests;

/** A connection that breaks before anything was kept would leave nothing to go on with. */
const somethingArrived = async (more) => {
  const kept = () =>
    stat(`${file}.part`).then(
      ({ size }) => size > more,
      () => false,
    );
  while (!(await kept())) await wait(5);
};

/** Serves the content; `breakAfter` bytes of a response it cuts the connection, `times` times. */
const serve = async ({
  ranges = true,
  breakAfter = 0,
  times = 0,
  content = CONTENT,
  hang = false,
}) => {
  let broken = 0;
  server = createServer((request, response) => {
    requests.push(request.headers.range);
    if (hang) return;
    const start = ranges ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    if (start >= content.length) {
      response.writeHead(416).end();
      return;
    }
    const body = content.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': body.length });
    if (broken < times) {
      broken += 1;
      response.write(body.subarray(0, breakAfter));
      void somethingArrived(start).then(() => response.destroy());
    } else response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}/file`;
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'download-'));
  file = path.join(folder, 'file');
  requests = [];
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true });
});

describe('download', () => {
  it('should go on where the connection broke, and tell how far it is', async () => {
    const url = await serve({ breakAfter: 100_000, times: 2 });
    const seen = [];
    await download({ url, file, sha256: SHA256, onProgress: (...step) => seen.push(step) });
    expect(await readFile(file)).toEqual(CONTENT);
    expect(requests[0]).toBeUndefined();
    expect(requests.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range))).toBe(true);
    expect(seen.at(-1)).toEqual([CONTENT.length, CONTENT.length]);
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('should go on with what a killed process left', async () => {
    await writeFile(`${file}.part`, CONTENT.subarray(0, 200_000));
    const url = await serve({});
    await download({ url, file, sha256: SHA256 });
    expect(requests).toEqual(['bytes=200000-']);
    expect(await readFile(file)).toEqual(CONTENT);
  });

  it('should start over where the server knows no ranges', async () => {
    await writeFile(`${file}.part`, CONTENT.subarray(0, 200_000));
    await download({ url: await serve({ ranges: false }), file, sha256: SHA256 });
    expect(await readFile(file)).toEqual(CONTENT);
  });

  it('should finish a part that was complete already', async () => {
    await writeFile(`${file}.part`, CONTENT);
    await download({ url: await serve({}), file, sha256: SHA256 });
    expect(await readFile(file)).toEqual(CONTENT);
  });

  it('should not ask again for a file that is there and right', async () => {
    await writeFile(file, CONTENT);
    await download({ url: await serve({}), file, sha256: SHA256 });
    expect(requests).toEqual([]);
  });

  it('should refuse another file than the expected, and keep nothing of it', async () => {
    const url = await serve({ content: Buffer.from('something else') });
    await expect(download({ url, file, sha256: SHA256, attempts: 2 })).rejects.toThrow('SHA-256');
    expect(await readdir(folder)).toEqual([]);
  });

  it('should give up on a server that says nothing', async () => {
    const url = await serve({ hang: true });
    await expect(
      download({ url, file, sha256: SHA256, attempts: 1, stallMs: 200 }),
    ).rejects.toThrow('nothing arrived for 0.2 s');
  });
});
