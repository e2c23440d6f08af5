import { describe, expect, it } from '@jest/globals';
import {
  isAllowed,
  leastStanding,
  PERMISSIONS,
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
      'training:run',
      'training:settings',
      'models:promote',
      'users:manage',
      'audit:look',
      'settings:manage',
    ]);
  });

  it('lets anybody draw, and nobody but reviewers judge', () => {
    expect(leastStanding('predictions:create')).toBe('visitor');
    expect(leastStanding('corrections:own')).toBe('guest');
    expect(leastStanding('corrections:review')).toBe('reviewer');
  });
});
