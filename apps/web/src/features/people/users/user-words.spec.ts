import { describe, expect, it } from '@jest/globals';
import type { User } from '@inkling/contract';
import { nameOf, queryOf, questionOf } from './user-words';

const anna: User = {
  id: '01890000-0000-7000-8000-00000000abcd',
  name: 'Anna',
  email: 'anna@example.org',
  isGuest: false,
  role: 'writer',
  trusted: false,
  disabledAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  lastSeenAt: null,
  drawings: 0,
  corrections: 0,
  keys: 0,
};

describe('questionOf', () => {
  it('says what a role opens, and what it takes away', () => {
    expect(questionOf(anna, { role: 'admin' }, false)).toEqual({
      title: 'Make Anna an admin?',
      words:
        'Takes effect immediately. An admin reviews, trains, promotes, and manages people and settings.',
      yes: 'Make admin',
    });
    const less = questionOf({ ...anna, role: 'admin' }, { role: 'reviewer' }, false);
    expect(less.words).toContain('They can no longer train, promote or manage people.');
    const own = questionOf({ ...anna, role: 'admin' }, { role: 'writer' }, true);
    expect(own.title).toBe('Make yourself a writer?');
    expect(own.words).toContain('and not undo this');
  });

  it('says what disabling ends', () => {
    const { title, words } = questionOf({ ...anna, keys: 2 }, { disabled: true }, false);
    expect(title).toBe('Disable Anna?');
    expect(words).toContain('signed out everywhere');
    expect(words).toContain('2 API keys stop working');
    expect(questionOf(anna, { disabled: true }, false).words).not.toContain('key');
    expect(questionOf({ ...anna, keys: 1 }, { disabled: false }, false).words).toBe(
      'Anna can sign in again as a writer, and their keys work again.',
    );
  });
});

describe('the list', () => {
  it('asks for what its filter says', () => {
    expect(queryOf('accounts')).toEqual({ guests: 'false' });
    expect(queryOf('guest')).toEqual({ role: 'guest' });
    expect(queryOf('disabled')).toEqual({ disabled: 'true' });
  });

  it('tells guests apart', () => {
    expect(nameOf(anna)).toBe('Anna');
    expect(nameOf({ ...anna, isGuest: true })).toBe('Guest abcd');
  });
});
