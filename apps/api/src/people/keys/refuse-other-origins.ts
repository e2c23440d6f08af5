import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../common/problem-error.js';
import type { Writer } from '../../http/access/writer.js';

/**
 * A key with origins stands in pages that anyone may open, so it works from those alone. Browsers name the origin, and no
 * page can name another; a program that names one could have had the key for itself.
 *
 * @throws ProblemError
 */
export function refuseOtherOrigins({ key }: Writer, { headers }: FastifyRequest): void {
  if (key === undefined || key.origins.length === 0) return;
  const { origin } = headers;
  if (origin !== undefined && key.origins.includes(origin)) return;
  throw new ProblemError(
    'origin_not_allowed',
    origin === undefined
      ? 'This API key works from pages only, those of the origins that it names. Programs need a key without origins.'
      : `This API key doesn't work from pages of ${origin}. Create one that names this origin, on the account page or under /api/keys.`,
  );
}
