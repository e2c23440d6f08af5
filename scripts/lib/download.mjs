import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * @typedef {object} Download
 * @property {string} url
 * @property {string} file where it ends up; what is there of a broken-off download stays in
 *   `<file>.part`, and the next call goes on from it
 * @property {string} sha256 of the whole file, in hexadecimal
 * @property {number} [stallMs] gives up when nothing arrives for so long; 20 s by default
 * @property {number} [attempts] 4 by default
 * @property {(received: number, total: number | undefined) => void} [onProgress] in bytes
 * @property {AbortSignal} [signal]
 */

/** @param {string} file */
const sizeOf = (file) =>
  stat(file).then(
    (found) => found.size,
    () => 0,
  );

/** @param {string} file @returns {Promise<string>} */
export const sha256Of = async (file) => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

/**
 * One connection: appends to `part` what is missing.
 *
 * @param {Download} download
 * @param {string} part
 */
const fetchRest = async ({ url, stallMs = 20_000, onProgress, signal }, part) => {
  const have = await sizeOf(part);
  const stalled = new AbortController();
  const expectMore = () => setTimeout(() => stalled.abort(), stallMs).unref();
  let timer = expectMore();
  const either = signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal;
  try {
    const response = await fetch(url, {
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      signal: either,
    });
    // Nothing is missing: the last attempt ended between the last byte and the check.
    if (response.status === 416) return;
    if (!response.ok || !response.body) {
      throw new Error(`the server answered ${response.status}`);
    }
    // A server that does not know ranges sends all of it again.
    const from = response.status === 206 ? have : 0;
    const length = Number(response.headers.get('content-length'));
    const total = Number.isFinite(length) && length > 0 ? from + length : undefined;
    let received = from;
    const count = new Transform({
      transform(chunk, _encoding, done) {
        received += chunk.length;
        clearTimeout(timer);
        timer = expectMore();
        onProgress?.(received, total);
        done(null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(/** @type {any} */ (response.body)),
      count,
      createWriteStream(part, { flags: from > 0 ? 'a' : 'w' }),
    );
  } catch (error) {
    if (stalled.signal.aborted) {
      throw new Error(`nothing arrived for ${stallMs / 1000} s`, { cause: error });
    }
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

/** Errors after which another attempt would meet the same. @param {unknown} error */
const isFinal = (error) =>
  error instanceof Object &&
  'code' in error &&
  ['ENOSPC', 'EROFS', 'EACCES'].includes(String(error.code));

/**
 * Fetches a file, going on where an earlier attempt (also one of a killed process) broke off, and
 * checks it.
 *
 * @param {Download} download
 */
export const download = async (download) => {
  const { file, sha256, attempts = 4, signal } = download;
  if ((await sizeOf(file)) > 0 && (await sha256Of(file)) === sha256) return;
  const part = `${file}.part`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await fetchRest(download, part);
      if ((await sha256Of(part)) !== sha256) {
        await rm(part, { force: true });
        throw new Error('what arrived is not the expected file (its SHA-256 differs)');
      }
      await rename(part, file);
      return;
    } catch (error) {
      if (attempt >= attempts || signal?.aborted || isFinal(error)) throw error;
    }
  }
};
