/** Roles of signed-in users; guests are writers without a password. */
export const ROLES = ['writer', 'reviewer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, from the least known on: somebody without a session, a guest, a signed-in user. */
export const STANDINGS = ['visitor', 'guest', ...ROLES] as const;
export type Standing = (typeof STANDINGS)[number];

const ANYONE = STANDINGS;
const WITH_SESSION = ['guest', ...ROLES] as const;
const SIGNED_IN = ROLES;
const REVIEWERS = ['reviewer', 'admin'] as const;
const ADMINS = ['admin'] as const;

/**
 * Who may do what: the one table. The API enforces it on every route (`@Allow`), and the web app shows
 * only what it opens. Rules that depend on more than the standing ("only one's own") are the services'.
 */
export const PERMISSIONS = {
  /** Health, metrics, the API's description, the pages themselves. */
  'server:look': ANYONE,
  /** Better Auth's own routes: they judge by the session themselves. */
  'auth:use': ANYONE,
  /** Accepting an invitation, asking for a reset of the password, using a link for it. */
  'account:enter': ANYONE,
  /** One's own name, password, sessions. */
  'account:manage': SIGNED_IN,
  /** API keys act as their owner, so a guest has none. */
  'keys:manage': SIGNED_IN,
  /** Everything of one's own as a file, out and in, and its deletion. */
  'data:own': WITH_SESSION,
  'predictions:create': ANYONE,
  'predictions:own': WITH_SESSION,
  /** Saying what a drawing is, and taking that back. */
  'corrections:give': WITH_SESSION,
  'corrections:own': WITH_SESSION,
  'insight:own': WITH_SESSION,
  /** Those that are shared, and one's own. */
  'alphabets:look': ANYONE,
  'alphabets:own': WITH_SESSION,
  'alphabets:share': ADMINS,
  'corrections:review': REVIEWERS,
  'training:look': REVIEWERS,
  'training:run': ADMINS,
  'training:settings': ADMINS,
  /** Champions' cards and files; other versions need `models:all`. */
  'models:look': ANYONE,
  'models:all': REVIEWERS,
  'models:promote': ADMINS,
  'insight:all': REVIEWERS,
  /** Samples out of files. */
  'samples:import': ADMINS,
  /** Samples as files. */
  'samples:export': REVIEWERS,
  'users:manage': ADMINS,
  'audit:look': ADMINS,
  'settings:manage': ADMINS,
  /** Addresses that are told of events. */
  'webhooks:manage': ADMINS,
} as const satisfies Record<string, readonly Standing[]>;

export type Permission = keyof typeof PERMISSIONS;

export const isAllowed = (standing: Standing, permission: Permission): boolean =>
  (PERMISSIONS[permission] as readonly Standing[]).includes(standing);

/** The least known who may do it: what somebody who may not would have to become. */
export const leastStanding = (permission: Permission): Standing =>
  STANDINGS.find((standing) => isAllowed(standing, permission))!;

/** What a key may be given of what its owner may do. */
export const KEY_SCOPES = ['read', 'draw', 'review', 'train', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/**
 * The scope that opens a permission to a key; `null`: open to anyone, so it needs none. One that is
 * `readable` is also opened by the scope `read`, for calls that change nothing.
 */
const SCOPE_OF = {
  'server:look': null,
  'auth:use': null,
  'account:enter': null,
  'account:manage': { scope: 'admin' },
  'keys:manage': { scope: 'admin' },
  'data:own': { scope: 'admin', readable: true },
  'predictions:create': { scope: 'draw' },
  'predictions:own': { scope: 'draw', readable: true },
  'corrections:give': { scope: 'draw' },
  'corrections:own': { scope: 'draw', readable: true },
  'insight:own': { scope: 'draw', readable: true },
  'alphabets:look': { scope: 'draw', readable: true },
  'alphabets:own': { scope: 'draw', readable: true },
  'alphabets:share': { scope: 'admin' },
  'corrections:review': { scope: 'review', readable: true },
  'training:look': { scope: 'train', readable: true },
  'training:run': { scope: 'train' },
  'training:settings': { scope: 'train', readable: true },
  'models:look': null,
  'models:all': { scope: 'train', readable: true },
  'models:promote': { scope: 'train' },
  'insight:all': { scope: 'review', readable: true },
  'samples:import': { scope: 'admin' },
  'samples:export': { scope: 'review', readable: true },
  'users:manage': { scope: 'admin' },
  'audit:look': { scope: 'admin' },
  'settings:manage': { scope: 'admin' },
  'webhooks:manage': { scope: 'admin' },
} as const satisfies Record<
  Permission,
  { readonly scope: KeyScope; readonly readable?: true } | null
>;

/** Whether a key with these scopes may use a permission, as far as its owner may. */
export function isInScope(
  scopes: readonly KeyScope[],
  permission: Permission,
  changes: boolean,
): boolean {
  const needed: { readonly scope: KeyScope; readonly readable?: true } | null =
    SCOPE_OF[permission];
  if (needed === null || scopes.includes(needed.scope)) return true;
  return !changes && needed.readable === true && scopes.includes('read');
}

/**
 * All that `draw` opens to a key with origins: anyone who opens such a page has the key, and must not look at what its
 * owner and other visitors drew, or delete it.
 */
const DRAWN_IN_PAGES: readonly Permission[] = ['predictions:create', 'corrections:give'];

/** What a key may be used for. */
export interface KeyRights {
  readonly scopes: readonly KeyScope[];
  /** Pages that it works from; none: it is for programs. */
  readonly origins: readonly string[];
}

/** Whether a key may use a permission, as far as its owner may. */
export function isOpenToKey(
  { scopes, origins }: KeyRights,
  permission: Permission,
  changes: boolean,
): boolean {
  const withoutDraw = origins.length > 0 && !DRAWN_IN_PAGES.includes(permission);
  const counted = withoutDraw ? scopes.filter((scope) => scope !== 'draw') : scopes;
  return isInScope(counted, permission, changes);
}

/** The scope that a key lacks for a permission. */
export const scopeFor = (permission: Permission): KeyScope | undefined =>
  SCOPE_OF[permission]?.scope;

/** The scopes by which a key of somebody may do anything at all. */
export const scopesOf = (standing: Standing): KeyScope[] => {
  const open = (Object.keys(PERMISSIONS) as Permission[]).filter((one) => isAllowed(standing, one));
  return KEY_SCOPES.filter(
    (scope) => scope === 'read' || open.some((one) => scopeFor(one) === scope),
  );
};
