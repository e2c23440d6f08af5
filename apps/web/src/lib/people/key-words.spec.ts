import { expect, it } from '@jest/globals';
import { keyState } from './key-words';

const NOW = Date.parse('2026-06-15T12:00:00Z');
const fresh = { revokedAt: null, expiresAt: null, lastUsedAt: null };

it('tells what a key is good for', () => {
  expect(keyState(fresh, NOW)).toBe('never used');
  expect(keyState({ ...fresh, lastUsedAt: '2026-06-15T11:59:50Z' }, NOW)).toBe('used just now');
  expect(keyState({ ...fresh, expiresAt: '2026-07-01T00:00:00Z' }, NOW)).toMatch(
    /^never used, expires .*2026/,
  );
  expect(keyState({ ...fresh, expiresAt: '2026-06-01T12:00:00Z' }, NOW)).toMatch(/^expired .*2026/);
  expect(keyState({ ...fresh, revokedAt: '2026-06-15T11:59:50Z' }, NOW)).toBe('revoked just now');
});
