import { describe, expect, it } from '@jest/globals';
import { badgeOf, currentOf, headerLinks, waitingWords } from './header-links';

const words = (who: Parameters<typeof headerLinks>[0]) => headerLinks(who).map(({ word }) => word);

describe('header', () => {
  it('leads where somebody may go', () => {
    const guest = { isSignedIn: false, firstAdminPage: undefined, waiting: null };
    expect(words(guest)).toEqual(['History', 'Alphabets', 'Me', 'Sign in', 'About']);
    const reviewer = { isSignedIn: true, firstAdminPage: '/admin', waiting: 12 };
    expect(words(reviewer)).toEqual(['History', 'Alphabets', 'Me', 'Admin', 'Account', 'About']);
    expect(headerLinks(reviewer)[3]!.label).toBe('Admin: 12 corrections are waiting for review');
    expect(headerLinks({ ...reviewer, waiting: 0 })[3]!.label).toMatch(/^Admin: review, /);
  });

  it('marks the page that is open, and the part that it lies in', () => {
    expect(currentOf({ to: '/history' }, '/history')).toBe('page');
    expect(currentOf({ to: '/history' }, '/me')).toBeUndefined();
    expect(currentOf({ to: '/admin' }, '/admin/review')).toBe('true');
    expect(currentOf({ to: '/admin/review' }, '/admin/models')).toBe('true');
    expect(currentOf({ to: '/me' }, '/')).toBeUndefined();
  });

  it('counts in words and on a badge', () => {
    expect(waitingWords(1)).toBe('1 correction is waiting for review');
    expect(waitingWords(1234)).toBe('1,234 corrections are waiting for review');
    expect([badgeOf(7), badgeOf(1234)]).toEqual(['7', '999+']);
  });
});
