/** What went wrong with a provider, by the code that it sends back: texts of an address are not shown. */
const OF_CODE: Readonly<Record<string, string>> = {
  invitation_needed: 'One needs an invitation to make an account here: ask an admin for a link.',
  invitation_used: 'That invitation was used already. Sign in, or ask for a new one.',
  invitation_unknown: 'That invitation is not known here. Ask for a new one.',
  invitation_revoked: 'That invitation was taken back. Ask for a new one.',
  invitation_expired: 'That invitation is too old. Ask for a new one.',
  invitation_not_yours: 'That invitation is for another e-mail address.',
  sign_up_closed: 'Nobody can make an account here at the moment.',
  account_not_linked:
    'There is an account with that e-mail address already. Sign in to it with its password.',
  email_not_found: 'The provider told no e-mail address, and an account needs one.',
  access_denied: 'The provider did not let you in.',
  DISABLED: 'An admin has disabled this account. Ask them to enable it again.',
};

export function providerFailure(code: unknown): string {
  if (typeof code !== 'string' || code === '') return '';
  return OF_CODE[code] ?? 'Signing in with the provider did not work. Try again.';
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
