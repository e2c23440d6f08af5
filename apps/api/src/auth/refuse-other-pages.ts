import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';

const OTHER_PAGES = new Set(['cross-site', 'same-site']);

/**
 * Cookies are SameSite=Lax, and a site is more than one origin: a page at another port or subdomain
 * could send calls that need no body in the name of whoever looks at it.
 *
 * @throws ProblemError for a change that such a page asks for
 */
export function refuseOtherPages({ method, headers }: FastifyRequest): void {
  const changes = method !== 'GET' && method !== 'HEAD';
  if (!changes || !OTHER_PAGES.has(String(headers['sec-fetch-site']))) return;
  throw new ProblemError('forbidden', 'A page of another address may not do this in your name.');
}
