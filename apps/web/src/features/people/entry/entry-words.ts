import type { AuthOptions } from '@inkling/contract';

const INVITATION_NEEDED = 'You need an invitation to create an account. Ask an admin.';
const SIGN_UP_CLOSED = 'Sign-up is closed. Ask an admin.';

/** What went wrong with a provider, by the code that it sends back: texts of an address are not shown. */
const OF_CODE: Readonly<Record<string, string>> = {
  invitation_needed: INVITATION_NEEDED,
  invitation_used: 'This invitation was already used. Sign in, or ask for a new one.',
  invitation_unknown: 'This invitation is not valid. Ask for a new one.',
  invitation_revoked: 'This invitation was revoked. Ask for a new one.',
  invitation_expired: 'This invitation has expired. Ask for a new one.',
  invitation_not_yours: 'This invitation is for another email address.',
  sign_up_closed: SIGN_UP_CLOSED,
  account_not_linked:
    'An account with this email address already exists. Sign in with its password.',
  email_not_found: 'The provider didn’t share your email address. Allow it there and try again.',
  access_denied: 'The provider didn’t let you in. Try again.',
  DISABLED: 'An admin has disabled this account. Ask them to enable it again.',
};

/** Why nobody can sign up without a link; empty where everybody can. */
export function whyClosed(signUp: AuthOptions['signUp']): string {
  if (signUp === 'open') return '';
  return signUp === 'closed' ? SIGN_UP_CLOSED : INVITATION_NEEDED;
}

export function providerFailure(code: unknown): string {
  if (typeof code !== 'string' || code === '') return '';
  return OF_CODE[code] ?? 'Sign-in with the provider failed. Try again.';
}

/** How a browser called itself, in a word or two. */
export function browserName(agent: string | null): string {
  if (agent === null) return 'Unknown browser';
  const browser = BROWSERS.find(([sign]) => agent.includes(sign))?.[1] ?? 'A program';
  const system = SYSTEMS.find(([sign]) => agent.includes(sign))?.[1];
  return system === undefined ? browser : `${browser} on ${system}`;
}

/** In this order: many call themselves by others' names, too. */
const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
  ['curl/', 'curl'],
] as const;

const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'Mac'],
  ['Linux', 'Linux'],
] as const;
