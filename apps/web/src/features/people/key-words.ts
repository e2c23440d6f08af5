import { KEY_SCOPES, type ApiKey, type KeyScope, type Role } from '@inkling/contract';
import { day, timeAgo } from '../../shared/words';

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
          role === 'writer'
            ? 'Your drawings, data and metrics'
            : 'Drawings, reviews, models, metrics, exports',
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
        says: role === 'admin' ? 'People, settings, imports, audit log' : 'Your account and keys',
      };
  }
}

/** Origins as somebody types them into one field. */
export const originsOf = (typed: string): string[] =>
  typed.split(/[\s,;]+/).filter((origin) => origin !== '');

/** Where a key works, in a line. */
export const originsLine = (origins: readonly string[]): string =>
  origins.length === 0 ? '' : `for pages of ${origins.join(', ')}`;

/** What a key opens to anyone who opens such a page, where that is more than drawing. */
export function pageWarning(origins: readonly string[], scopes: readonly KeyScope[]): string {
  if (origins.length === 0 || scopes.every((scope) => scope === 'draw')) return '';
  return scopes.some((scope) => scope !== 'draw' && scope !== 'read')
    ? 'Anyone who opens such a page can take this key and do all of this in your name. Select only Draw.'
    : 'Anyone who opens such a page can look at everything you drew. Select only Draw.';
}

/** The scopes of a key in a line. */
export function scopesLine(scopes: readonly KeyScope[]): string {
  if (scopes.length === KEY_SCOPES.length) return 'all scopes';
  return scopes.length === 0 ? 'no scopes' : scopes.join(', ');
}
