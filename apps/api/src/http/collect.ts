import type { Readable } from 'node:stream';
import { ProblemError } from '../common/problem-error.js';

/** Before it is known how much will come. */
const FIRST_BYTES = 64 * 1024;

/**
 * What a stream brings, in one piece. Each chunk is copied as it comes and forgotten: hundreds of them kept until the
 * end, and then put together, cost ten times as much in garbage collections, which hold up everybody else.
 *
 * @param expected bytes, as far as somebody told
 * @returns `undefined` as soon as there are more than `most` bytes; the rest is passed over
 * @throws ProblemError `malformed_request` when the stream ends before its time
 */
export function collect(
  stream: Readable,
  { expected = 0, most }: { readonly expected?: number; readonly most: number },
): Promise<Buffer<ArrayBuffer> | undefined> {
  let bytes = Buffer.allocUnsafeSlow(Math.min(expected || FIRST_BYTES, most));
  let length = 0;
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      const needed = length + chunk.length;
      if (needed > most) {
        settle(() => resolve(undefined));
        stream.resume();
        return;
      }
      if (needed > bytes.length) bytes = enlarged(bytes, length, Math.min(2 * needed, most));
      length += chunk.copy(bytes, length);
      pace(stream, chunk.length);
    };
    const onEnd = (): void => settle(() => resolve(bytes.subarray(0, length)));
    const onError = (cause: Error): void => settle(() => reject(brokenOff(cause)));
    const onClose = (): void => settle(() => reject(brokenOff()));
    const settle = (then: () => void): void => {
      stream.off('data', onData).off('end', onEnd).off('close', onClose);
      // What follows a first error is nobody's any more.
      stream.off('error', onError).on('error', () => undefined);
      then();
    };
    stream.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  });
}

const brokenOff = (cause?: Error): ProblemError =>
  new ProblemError('malformed_request', 'The request ended before its time. Send it again.', {
    cause,
  });

/** Of all bodies together, between two turns of the event loop: about half a millisecond of work. */
const BYTES_A_TURN = 256 * 1024;

let bytesThisTurn = 0;
const paused = new Set<Readable>();

/** Lets others have their turn: Node.js would read megabytes of each body that is there before it looks further. */
function pace(stream: Readable, bytes: number): void {
  if (bytesThisTurn === 0) setImmediate(goOn);
  bytesThisTurn += bytes;
  if (bytesThisTurn < BYTES_A_TURN) return;
  stream.pause();
  paused.add(stream);
}

function goOn(): void {
  bytesThisTurn = 0;
  for (const stream of paused) stream.resume();
  paused.clear();
}

function enlarged(bytes: Buffer, length: number, size: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(size);
  bytes.copy(larger, 0, 0, length);
  return larger;
}
