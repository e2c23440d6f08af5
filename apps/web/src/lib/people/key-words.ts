import type { ApiKey } from '@inkling/contract';
import { timeAgo } from '../words';

const day = (iso: string): string =>
  new Date(iso).toLocaleDateString(undefined, { dateStyle: 'medium' });

/** What a key is good for, in a line. */
export function keyState(
  { revokedAt, expiresAt, lastUsedAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt' | 'lastUsedAt'>,
  nowMs: number,
): string {
  if (revokedAt !== null) return `revoked ${timeAgo(revokedAt, nowMs)}`;
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return `expired ${day(expiresAt)}`;
  const use = lastUsedAt === null ? 'never used' : `used ${timeAgo(lastUsedAt, nowMs)}`;
  return expiresAt === null ? use : `${use}, expires ${day(expiresAt)}`;
}
