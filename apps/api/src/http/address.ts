/** Only its path and query are read. */
const ANY_ORIGIN = 'http://localhost';

/**
 * The path that a request asks for, percent signs as they came; `undefined` for what begins like the
 * address of another host (`//`, `/\`) or is no address at all.
 *
 * @param url the request's line as it came: a path, or the whole address as proxies are asked
 */
export function pathOf(url: string): string | undefined {
  if (!/^(\/(?![/\\])|https?:\/\/)/i.test(url) || !URL.canParse(url, ANY_ORIGIN)) return undefined;
  return new URL(url, ANY_ORIGIN).pathname;
}
