import { describe, expect, it } from '@jest/globals';
import {
  isAllowed,
  isInScope,
  isOpenToKey,
  KEY_SCOPES,
  leastStanding,
  PERMISSIONS,
  scopeFor,
  scopesOf,
  STANDINGS,
  type Permission,
} from './permissions.js';

const names = Object.keys(PERMISSIONS) as Permission[];

describe('the table of permissions', () => {
  it('never takes away from a role what a lesser one may do', () => {
    for (const permission of names) {
      const open = STANDINGS.map((standing) => isAllowed(standing, permission));
      expect([permission, open]).toEqual([permission, [...open].sort()]);
    }
  });

  it('keeps people, settings and what is in service for admins', () => {
    const forAdmins = names.filter((permission) => leastStanding(permission) === 'admin');
    expect(forAdmins).toEqual([
      'alphabets:share',
      'training:run',
      'training:settings',
      'models:promote',
      'samples:import',
      'users:manage',
      'audit:look',
      'settings:manage',
      'webhooks:manage',
    ]);
  });

  it('lets anybody draw, and nobody but reviewers judge', () => {
    expect(leastStanding('predictions:create')).toBe('visitor');
    expect(leastStanding('corrections:own')).toBe('guest');
    expect(leastStanding('corrections:review')).toBe('reviewer');
  });
});

describe('scopes of keys', () => {
  it('open together all that an owner may do, and one by one no more than they are named for', () => {
    for (const permission of names) {
      expect([permission, isInScope(KEY_SCOPES, permission, true)]).toEqual([permission, true]);
      const scope = scopeFor(permission);
      if (scope === undefined) continue;
      expect([permission, isInScope([scope], permission, true)]).toEqual([permission, true]);
      const others = KEY_SCOPES.filter((other) => other !== scope);
      expect([permission, isInScope(others, permission, true)]).toEqual([permission, false]);
    }
  });

  it('need none for what is open to anyone, unless it would be kept in the owner’s name', () => {
    const open = names.filter((permission) => isInScope([], permission, true));
    expect(open).toEqual(['server:look', 'auth:use', 'account:enter', 'models:look']);
    for (const permission of open) expect(leastStanding(permission)).toBe('visitor');
  });

  it('open in pages elsewhere no more of "draw" than drawing and correcting', () => {
    const key = { scopes: ['draw'] as const, origins: ['https://school.example'] };
    const opened = (changes: boolean) => names.filter((one) => isOpenToKey(key, one, changes));
    const anyones = names.filter((one) => isInScope([], one, true));
    const added = ['predictions:create', 'corrections:give'];
    for (const changes of [true, false]) {
      expect(opened(changes).sort()).toEqual([...anyones, ...added].sort());
    }
    const reading = { ...key, scopes: ['draw', 'read'] as const };
    expect(isOpenToKey(reading, 'predictions:own', false)).toBe(true);
    expect(isOpenToKey(reading, 'predictions:own', true)).toBe(false);
    const program = { ...key, origins: [] };
    expect(isOpenToKey(program, 'predictions:own', true)).toBe(true);
  });

  it('are offered to those who can use them', () => {
    expect(scopesOf('writer')).toEqual(['read', 'draw', 'admin']);
    expect(scopesOf('reviewer')).toEqual(['read', 'draw', 'review', 'train', 'admin']);
  });

  it('let "read" change nothing, and look at no people, settings or log', () => {
    const changed = names.filter((permission) => isInScope(['read'], permission, true));
    expect(changed).toEqual(names.filter((permission) => isInScope([], permission, true)));
    const seen = names.filter((permission) => isInScope(['read'], permission, false));
    for (const hidden of ['users:manage', 'settings:manage', 'audit:look', 'keys:manage']) {
      expect(seen).not.toContain(hidden);
    }
    expect(seen).toContain('insight:all');
  });
});
