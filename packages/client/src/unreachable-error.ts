/**
 * No answer: the server is stopped or unreachable, or the browser kept its answer from the page, which may not tell the
 * two apart. The latter where no API key that works names the page's origin.
 */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';

  constructor(baseUrl: string, options?: ErrorOptions) {
    super(`Can't reach ${baseUrl}.`, options);
  }
}
