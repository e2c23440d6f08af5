import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';
import { MAX_PICTURE_BYTES } from '../common/picture-bytes.js';
import { RouteNote } from './route-note.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It takes a picture, as a form or in JSON: more than the little that other bodies may have. */
    readonly takesPicture?: boolean;
    /** It takes a file of any size that an operator allows, to the disk as it comes. */
    readonly takesFile?: boolean;
    /** Its JSON says what labels of a file stand for: more keys than any other has. */
    readonly takesMapping?: boolean;
  }
}

/** Enough for 500 decisions of a reviewer at once. */
export const BODY_LIMIT = 64 * 1024;

/** A picture of the largest size as base64, and the rest of the JSON around it. */
export const PICTURE_BODY_LIMIT = Math.ceil((MAX_PICTURE_BYTES * 4) / 3) + 1024 * 1024;

/** A mapping of the most labels, most of which are short. */
export const MAPPING_LIMIT = 256 * 1024;

/** How long a client may take to send a request: a byte now and then holds a connection no longer. */
export const REQUEST_WITHIN_MS = 60_000;

/** The same of a file of gigabytes. */
export const FILE_WITHIN_MS = 4 * 60 * 60_000;

/** How often that is looked after. */
export const CHECK_REQUESTS_EVERY_MS = 5_000;

/** Lets a route take the body of a picture. */
export const TakesPicture = () => RouteNote({ takesPicture: true });

/** Lets a route take a file of any size that an operator allows. */
export const TakesFile = () => RouteNote({ takesFile: true });

/** Lets a route take what the most labels of a file stand for. */
export const TakesMapping = () => RouteNote({ takesMapping: true });

/** What a body says of its own length: 0 where it comes in chunks, or there is none. */
export const contentLengthOf = ({ headers }: Pick<FastifyRequest, 'headers'>): number =>
  Number(headers['content-length'] ?? 0);

/** Nobody reads what would come yet. */
export const CLOSING = { headers: { connection: 'close' } };

export const fileTooLarge = (limit: number): ProblemError =>
  new ProblemError(
    'too_large',
    `The file is too large. It may have up to ${Math.floor(limit / 1024 / 1024)} MB.`,
    CLOSING,
  );

export const tooLarge = (limit: number): ProblemError =>
  new ProblemError(
    'too_large',
    limit > MAPPING_LIMIT
      ? 'The request is too large. A picture may have up to 8 MB.'
      : `The request is too large. It may have up to ${limit / 1024} kB.`,
    CLOSING,
  );
