import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../common/problem-error.js';
import { onlyLooks } from '../../http/only-looks.js';
import { otherPage } from './own-pages.js';

const OTHER_PAGES = new Set(['cross-site', 'same-site']);

const OWN_PAGES = new Set(['same-origin', 'none']);

/**
 * Cookies are SameSite=Lax, and a site is more than one origin: a page at another port or subdomain
 * could send calls that need no body in the name of whoever looks at it. Browsers name the relation in
 * `Sec-Fetch-Site`, but not on plain http in the local network; there the `Origin` must be ours.
 * Programs send neither.
 *
 * @throws ProblemError for a change that a page of another origin asks for
 */
export function refuseOtherPages(request: FastifyRequest, publicUrl: string | undefined): void {
  const { method, headers } = request;
  if (onlyLooks(method)) return;
  const site = String(headers['sec-fetch-site']);
  if (OWN_PAGES.has(site)) return;
  if (!OTHER_PAGES.has(site) && isOwnOrigin(headers.origin, request.host, publicUrl)) return;
  throw new ProblemError('forbidden', otherPage(publicUrl));
}

function isOwnOrigin(
  origin: string | undefined,
  host: string,
  publicUrl: string | undefined,
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const own = [host.toLowerCase(), ...(publicUrl === undefined ? [] : [new URL(publicUrl).host])];
  return own.includes(new URL(origin).host);
}
