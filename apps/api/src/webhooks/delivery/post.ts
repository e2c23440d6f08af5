import { lookup } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { literalAddress, whyRefused } from './refused-address.js';

/** What became of one request. */
export interface Answered {
  /** `null`: there was no answer. */
  readonly statusCode: number | null;
  /** Why it does not count, for a person; `null`: it was taken. */
  readonly error: string | null;
}

interface Posting {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether addresses of the own network and machine may be reached. */
  readonly allowsPrivate: boolean;
  /** From the look-up of the name to the end of the answer. @defaultValue 10 s */
  readonly withinMs?: number;
}

const WITHIN_MS = 10_000;

/** Nothing in an answer but its status matters; it is read so far to end the connection in peace. */
const MOST_READ_BYTES = 4096;

class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/** Whatever else ends a request must end the waiting for it. */
class ClosedEarly extends Error {
  readonly code = 'ECONNRESET';
}

/** Posts JSON. Redirects are not followed, and only an answer of 200 to 299 counts. Never rejects. */
export async function post(posting: Posting): Promise<Answered> {
  const { withinMs = WITHIN_MS } = posting;
  try {
    const statusCode = await send(posting, AbortSignal.timeout(withinMs));
    return { statusCode, error: problemOf(statusCode) };
  } catch (error) {
    return { statusCode: null, error: wordsFor(error as NodeJS.ErrnoException, withinMs) };
  }
}

function send(
  { url, headers, body, allowsPrivate }: Posting,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const literal = literalAddress(url);
    const refusal = literal && whyRefused(literal, allowsPrivate);
    if (refusal) return reject(new RefusedAddress(refusal));
    const request = url.startsWith('https:') ? requestHttps : requestHttp;
    const sent = request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Inkling',
        ...headers,
        'content-length': Buffer.byteLength(body),
      },
      // Without a pool: the address is judged for each request.
      agent: false,
      lookup: judgedLookup(allowsPrivate),
      signal,
    });
    const closed = (): void => reject(new ClosedEarly());
    sent.on('error', reject);
    sent.once('close', closed);
    // A receiver that changes the protocol gets no further, and there is no "response" of it.
    sent.once('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode!);
    });
    sent.once('response', (answer) => {
      // What breaks after the head of an answer changes nothing about it.
      sent.off('error', reject);
      sent.off('close', closed);
      sent.on('error', () => undefined);
      void readSome(answer).then(() => {
        sent.destroy();
        resolve(answer.statusCode!);
      });
    });
    sent.end(body);
  });
}

/** Judges what a name stands for at the moment of the connection, so that no name can change its mind in between. */
const judgedLookup =
  (allowsPrivate: boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const refusals = addresses.map(({ address }) => whyRefused(address, allowsPrivate));
      const refusal = refusals.find((one) => one !== undefined);
      if (refusal !== undefined) return callback(new RefusedAddress(refusal), '');
      if (options.all) return callback(null, addresses);
      const [{ address, family }] = addresses as [(typeof addresses)[number]];
      callback(null, address, family);
    });
  };

/** Resolves when an answer is over, has more than is worth reading, or breaks off. */
async function readSome(answer: IncomingMessage): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of answer) {
      bytes += (chunk as Buffer).length;
      if (bytes > MOST_READ_BYTES) return;
    }
  } catch {
    // Its status was said before.
  }
}

function problemOf(statusCode: number): string | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  const isRedirect = statusCode >= 300 && statusCode < 400;
  return `It answered ${statusCode}${isRedirect ? ': redirects are not followed' : ''}.`;
}

const CONNECTION_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused.',
  ENOTFOUND: 'The host name is unknown.',
  EAI_AGAIN: 'The host name could not be looked up.',
};

function wordsFor(error: NodeJS.ErrnoException, withinMs: number): string {
  if (error instanceof RefusedAddress) return error.message;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') {
    return `No answer within ${withinMs / 1000} s.`;
  }
  const code = error.code ?? error.name;
  return CONNECTION_WORDS[code] ?? `The connection failed (${code}).`;
}
