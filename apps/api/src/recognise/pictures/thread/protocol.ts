import type { ReadOptions } from '../read-options.js';
import type { ReadReply } from '../queue/reply.js';

/** Between the server and a thread that reads small plain PNGs; one at a time. */
export interface PlainRequest {
  readonly file: Uint8Array;
  readonly options: ReadOptions;
}

/** `undefined` where the file is not one of them. */
export type PlainReply = ReadReply | undefined;
