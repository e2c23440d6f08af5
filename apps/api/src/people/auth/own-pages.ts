import { ProblemError } from '../../common/problem-error.js';

/**
 * A page that was opened over http, where PUBLIC_URL says https: browsers would drop its cookie without a
 * word, and who signs in would be out again with the next click.
 *
 * @throws ProblemError
 */
export function refusePlainHttp(origin: string | undefined, publicUrl: string | undefined): void {
  if (!publicUrl?.startsWith('https:') || !origin?.startsWith('http:')) return;
  throw new ProblemError(
    'wrong_address',
    `You opened ${origin}, where sign-in doesn't work: browsers drop its cookie without https. Open ${publicUrl} (PUBLIC_URL) instead.`,
  );
}

/** Why a page may not ask: what the operator has to set where it is a page of this server after all. */
export const otherPage = (publicUrl: string | undefined): string =>
  publicUrl === undefined
    ? 'Invalid origin: a page of another address may not do this in your name. If this is how people open Inkling, set PUBLIC_URL to that address.'
    : `Invalid origin: only pages of ${publicUrl} (PUBLIC_URL) may do this in your name. Open that address, or set PUBLIC_URL to the one that people use.`;
