import { problemOf } from './problem-error.js';
import { UnreachableError } from './unreachable-error.js';

export type Send = (request: Request) => Promise<Response>;

export interface Place {
  readonly baseUrl: string;
  readonly key: string | undefined;
  readonly fetch: typeof globalThis.fetch;
}

/**
 * Sends requests to one server, with its key. An answer is one that went well.
 *
 * @throws ProblemError, UnreachableError, and what an abort throws
 */
export const senderTo =
  ({ baseUrl, key, fetch }: Place): Send =>
  async (request) => {
    if (key !== undefined) request.headers.set('authorization', `Bearer ${key}`);
    const response = await fetch(request).catch((cause: unknown) => {
      // Browsers and Node say so of whatever keeps them from an answer.
      throw cause instanceof TypeError ? new UnreachableError(baseUrl, { cause }) : cause;
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  };
