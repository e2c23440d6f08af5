/**
 * Where to go after signing in: a page of this server, whatever an address asks for. `//host` and
 * `/\host` are other hosts to a browser.
 */
export function ownPath(wanted: unknown, fallback = '/'): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return fallback;
  const here = 'http://here.invalid';
  if (!URL.canParse(wanted, here)) return fallback;
  const url = new URL(wanted, here);
  return url.origin === here ? `${url.pathname}${url.search}${url.hash}` : fallback;
}
