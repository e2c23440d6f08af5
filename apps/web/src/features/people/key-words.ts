import { KEY_SCOPES, type ApiKey, type KeyScope, type Role } from '@inkling/contract';
import { timeAgo } from '../../shared/words';

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

interface ScopeWords {
  readonly name: string;
  readonly says: string;
}

/** What a scope opens to a key of somebody with this role. */
export function scopeWords(scope: KeyScope, role: Role): ScopeWords {
  switch (scope) {
    case 'read':
      return {
        name: 'Read',
        says:
          role === 'writer' ? 'Your drawings and metrics' : 'Drawings, reviews, models, metrics',
      };
    case 'draw':
      return { name: 'Draw', says: 'Predict and correct' };
    case 'review':
      return { name: 'Review', says: 'Approve and reject corrections' };
    case 'train':
      return {
        name: 'Train',
        says: role === 'admin' ? 'Start jobs, promote versions' : 'Training jobs and all versions',
      };
    case 'admin':
      return {
        name: 'Manage',
        says: role === 'admin' ? 'People, settings, audit log' : 'Your account and keys',
      };
  }
}

/** The scopes of a key in a line. */
export function scopesLine(scopes: readonly KeyScope[]): string {
  if (scopes.length === KEY_SCOPES.length) return 'all scopes';
  return scopes.length === 0 ? 'no scopes' : scopes.join(', ');
}
