import { setPriority } from 'node:os';
import { memoryUsage } from 'node:process';
import { InkError } from '@inkling/ink';
import { ProblemError } from '../../common/problem-error.js';
import { EXIT_OUT_OF_MEMORY, READY, type ReadReply, type ReadRequest } from './protocol.js';

// Before any thread starts, since threads inherit it: pictures stand back behind everything else.
const NICENESS = 10;
try {
  setPriority(NICENESS);
} catch {
  // Some systems forbid it.
}
const { readPicture } = await import('../read-picture.js');

/** More than what any picture within the limits needs, see picture-limits.ts. */
const MOST_MEMORY_BYTES = 380_000_000;
const LOOK_AT_MEMORY_EVERY_MS = 25;

// Decoding runs in a thread of its own, so this one can look: a file's header may tell less than it needs.
setInterval(() => {
  if (memoryUsage.rss() > MOST_MEMORY_BYTES) process.exit(EXIT_OUT_OF_MEMORY);
}, LOOK_AT_MEMORY_EVERY_MS).unref();

process.on('message', ({ bytes, options }: ReadRequest) => {
  void answer(bytes, options).then((reply) => process.send?.(reply));
});

// The server has ended, in whatever way.
process.on('disconnect', () => process.exit());

process.send?.(READY);

async function answer(bytes: Uint8Array, options: ReadRequest['options']): Promise<ReadReply> {
  try {
    return { result: await readPicture(bytes, options) };
  } catch (error) {
    if (error instanceof InkError) return { inkError: error.code };
    if (error instanceof ProblemError) {
      return { problem: { code: error.code, detail: error.message } };
    }
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
