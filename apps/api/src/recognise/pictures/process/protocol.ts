import type { ReadOptions } from '../read-options.js';

/**
 * Between the server and a process that reads pictures; one picture at a time. This goes as a message, the file's
 * bytes follow through standard input: as a part of the message they would be copied several times.
 */
export interface ReadRequest {
  /** Bytes of the file. */
  readonly size: number;
  readonly options: ReadOptions;
}

/** Argument of a process that leaves the processor to other sessions. */
export const STANDS_BACK = 'stands-back';

/** Sent once, when pictures may come. */
export const READY = 'ready';

/** It ended itself because a picture took too much memory, or too much of the processor's time. */
export const EXIT_TOOK_TOO_MUCH = 70;
