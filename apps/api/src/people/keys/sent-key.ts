import type { FastifyRequest } from 'fastify';

/** The API key that a request was sent with, in `Authorization: Bearer` or `x-api-key`. */
export function sentKey({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const own = headers['x-api-key'];
  if (typeof own === 'string' && own !== '') return own;
  const [, bearer] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  return bearer;
}
