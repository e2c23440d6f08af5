import { describe, expect, it } from '@jest/globals';
import { failureOf, ServerProblem } from './errors';

describe('failureOf', () => {
  const wordsFor = (code: string, detail: string): string =>
    failureOf(403, { status: 403, code, detail }).message;

  it.each([
    'You are here as a guest, and this needs an account: sign in with POST /api/auth/sign-in/email.',
    'You are signed in as a writer, and this needs a reviewer: sign in with POST /api/auth/sign-in/email, or have an admin give you the role.',
    'This is you. Sign in and delete yourself with DELETE /api/me, which makes sure that it is you.',
  ])('tells people what they can do, not programs: %s', (detail) => {
    const words = wordsFor('forbidden', detail);
    expect(words).not.toMatch(/\/api\/|POST|DELETE/);
    expect(words).toMatch(/Sign in with an account that has access, or ask an admin/);
  });

  it('keeps what the server says to people', () => {
    expect(wordsFor('forbidden', 'You are no longer an admin.')).toBe(
      'You are no longer an admin.',
    );
  });

  it('keeps the code of what was refused', () => {
    const failure = failureOf(403, {
      ...{ status: 403, code: 'forbidden', detail: 'Sign in with POST /api/auth/sign-in/email.' },
    });
    expect(failure).toBeInstanceOf(ServerProblem);
    expect(failure).toMatchObject({ status: 403, code: 'forbidden' });
  });
});
