import { expect, it } from '@jest/globals';
import { KEY_SCOPES } from '@inkling/contract';
import { keyState, originsLine, originsOf, pageWarning, scopesLine, scopeWords } from './key-words';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const fresh = { revokedAt: null, expiresAt: null, lastUsedAt: null };

it('tells what a key is good for', () => {
  expect(keyState(fresh, NOW)).toBe('never used');
  expect(keyState({ ...fresh, lastUsedAt: '2026-06-15T11:59:50Z' }, NOW)).toBe('used just now');
  expect(keyState({ ...fresh, expiresAt: '2026-07-01T12:00:00Z' }, NOW)).toBe(
    'never used, expires 1 Jul 2026',
  );
  expect(keyState({ ...fresh, expiresAt: '2026-06-01T12:00:00Z' }, NOW)).toBe('expired 1 Jun 2026');
  expect(keyState({ ...fresh, revokedAt: '2026-06-15T11:59:50Z' }, NOW)).toBe('revoked just now');
});

it('names scopes, by what the role makes of them', () => {
  expect(scopesLine(KEY_SCOPES)).toBe('all scopes');
  expect(scopesLine(['read', 'draw'])).toBe('read, draw');
  expect(scopesLine([])).toBe('no scopes');
  const names = KEY_SCOPES.map((scope) => scopeWords(scope, 'admin').name);
  expect(new Set(names).size).toBe(KEY_SCOPES.length);
  expect(scopeWords('admin', 'writer').says).not.toBe(scopeWords('admin', 'admin').says);
});

it('takes origins as they are typed, and says where a key works', () => {
  expect(originsOf(' https://a.example,http://b.example:80\n ')).toEqual([
    'https://a.example',
    'http://b.example:80',
  ]);
  expect(originsOf('  ')).toEqual([]);
  expect(originsLine(['https://a.example', 'https://b.example'])).toBe(
    'for pages of https://a.example, https://b.example',
  );
  expect(originsLine([])).toBe('');
});

it('warns of a key that opens more to a page than drawing', () => {
  const page = ['https://a.example'];
  expect(pageWarning(page, ['draw'])).toBe('');
  expect(pageWarning([], KEY_SCOPES)).toBe('');
  expect(pageWarning(page, ['draw', 'read'])).toMatch(/look at everything you drew/);
  expect(pageWarning(page, ['draw', 'admin'])).toMatch(/in your name/);
});
