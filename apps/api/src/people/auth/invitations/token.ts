import { createHash, createHmac, randomBytes } from 'node:crypto';

/** For a link that lets somebody in: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of it: who reads the database can't use it. */
export const hashOfToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

/**
 * The token of the set-up link: the same on every replica and after a restart, known to whoever knows
 * the secret that signs sessions, and to nobody else.
 */
export const setupToken = (secret: string): string =>
  createHmac('sha256', secret).update('inkling set-up').digest('base64url');
