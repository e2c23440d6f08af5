import { apiKey } from '@better-auth/api-key';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import {
  APIError,
  createAuthMiddleware,
  getIP,
  getSessionFromCtx,
  isAPIError,
} from 'better-auth/api';
import { anonymous } from 'better-auth/plugins';
import { MOST_KEY_DAYS, PASSWORD_LENGTH } from '@inkling/contract';
import { z } from 'zod';
import { newId } from '../../common/id.js';
import type { Entry } from './entry.service.js';
import { oidcPlugin } from './providers/oidc-plugin.js';
import type { OidcProvider } from '../../config/oidc-settings.js';
import type { SharedLimits } from '../../http/rate-limit/shared-limits.service.js';
import type { AuthCall, EntryRules } from './entry-rules.js';
import { PROLONG_AFTER_S, SESSION_S } from './session-length.js';

/** Set by us from the connection for each request: whatever a client sends in it is overwritten. */
export const ADDRESS_HEADER = 'x-inkling-address';

export const AUTH_PATH = '/api/auth';

/** How keys begin, so that one is known where it was left lying. */
export const KEY_PREFIX = 'ink_';

/**
 * The calls of Better Auth's that are open, as it matches them: no spelling of an address gets around this.
 * Whatever else it has, now or in a later release, Inkling has no use for or has its own in the place of.
 */
const OPEN_PATHS = new Set([
  '/sign-in/anonymous',
  '/sign-in/email',
  '/sign-in/social',
  '/callback/:id',
  '/sign-up/email',
  '/sign-out',
  '/get-session',
  '/change-password',
  '/request-password-reset',
  '/reset-password',
]);

/** Where a sign-in with a provider ends that failed before it was known where it began. */
const FAILED_SIGN_IN = '/sign-in';

/** The tables of people and sessions, as Better Auth wants them. */
export type AuthDatabase = NonNullable<BetterAuthOptions['database']>;

export interface AuthOptions {
  readonly database: AuthDatabase;
  readonly secret: string;
  readonly publicUrl: string | undefined;
  /** false: without limits on sign-in. */
  readonly limited: boolean;
  /** Counts tries of one address, all replicas together. */
  readonly limits: Pick<SharedLimits, 'take'>;
  readonly rules: Pick<EntryRules, 'before' | 'after' | 'beforeSession'>;
  readonly entry: Pick<
    Entry,
    'before' | 'admit' | 'settle' | 'keepGuest' | 'sendsMail' | 'startReset'
  >;
  readonly providers: readonly OidcProvider[];
  readonly log: (message: string) => void;
}

/** Better Auth with guests, passwords and providers. Who may come in is entry.service.ts's. */
export function createAuth({
  database,
  secret,
  publicUrl,
  limited,
  limits,
  rules,
  entry,
  providers,
  log,
}: AuthOptions) {
  return betterAuth({
    appName: 'Inkling',
    secret,
    basePath: AUTH_PATH,
    // Without a public address it is the one that the request names; own-host.ts judges it before.
    ...(publicUrl !== undefined && { baseURL: new URL(publicUrl).origin }),
    database,
    emailAndPassword: {
      enabled: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      revokeSessionsOnPasswordReset: true,
    },
    // Links for new passwords are found by their hash.
    verification: { storeIdentifier: 'hashed' },
    account: { updateAccountOnSignIn: false },
    // Shown by get-session, and never taken from what people send.
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'writer' } } },
    session: {
      expiresIn: SESSION_S,
      updateAge: PROLONG_AFTER_S,
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: limited,
      customStorage: {
        consume: async (key, { max, window: windowS }) => {
          const { allowed, retryAfterS } = await limits.take(`auth:${key}`, { max, windowS });
          return { allowed, retryAfter: allowed ? null : retryAfterS };
        },
      },
      window: 60,
      max: 300,
      customRules: {
        // New guests of one address: a class in school, but no flood.
        '/sign-in/anonymous': { window: 60, max: 60 },
        '/sign-in/email': { window: 60, max: 10 },
        '/sign-up/email': { window: 60, max: 20 },
        '/reset-password': { window: 60, max: 10 },
        '/request-password-reset': { window: 60, max: 20 },
      },
    },
    advanced: {
      cookiePrefix: 'inkling',
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      // Its own uuids are of version 4; those of ours it would not take from a hook.
      database: { generateId: () => newId() },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    // What fails is thrown to whoever called: printed here, it would quote what the database was told.
    onAPIError: { throw: true, errorURL: FAILED_SIGN_IN },
    telemetry: { enabled: false },
    // Its further arguments may hold what people sent.
    logger: { level: 'error', log: (_level, message) => log(plainWords(message)) },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        const { path, body, request } = context;
        if (request !== undefined && !OPEN_PATHS.has(path)) throw new APIError('NOT_FOUND');
        await rules.before(await callOf(context));
        if (path === '/request-password-reset' && entry.sendsMail) {
          const asked = resetSchema.safeParse(body);
          // Anything else is refused by Better Auth's own schema.
          if (asked.success) {
            entry.startReset(asked.data.email);
            return context.json({ status: true });
          }
        }
        const changed = await entry.before(path, body);
        return changed && { context: { body: changed } };
      }),
      after: createAuthMiddleware(async (context) => {
        await rules.after(await callOf(context), !isAPIError(context.context.returned));
      }),
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user, context) => {
            const admission = await entry.admit(user, context);
            // A picture would be an address elsewhere: pages fetch nothing from other hosts.
            return { data: { ...user, ...admission, image: null } };
          },
          after: async (user) => {
            if ((user as { isAnonymous?: boolean }).isAnonymous !== true)
              await entry.settle(user.id);
          },
        },
      },
      account: {
        create: {
          // They say who it is, once: nothing is asked of the provider later.
          before: (account) =>
            Promise.resolve({
              data: { ...account, accessToken: null, refreshToken: null, idToken: null },
            }),
        },
      },
      session: { create: { before: ({ userId }) => rules.beforeSession(userId) } },
    },
    plugins: [
      anonymous({
        generateName: () => 'Guest',
        // Removed with the move of what they said, or not at all.
        disableDeleteAnonymousUser: true,
        onLinkAccount: ({ anonymousUser, newUser }) =>
          entry.keepGuest(anonymousUser.user.id, {
            id: newUser.user.id,
            isGuest: (newUser.user as { isAnonymous?: boolean | null }).isAnonymous === true,
          }),
      }),
      ...(providers.length > 0 ? [oidcPlugin(providers)] : []),
      apiKey({
        defaultPrefix: KEY_PREFIX,
        maximumNameLength: 64,
        requireName: true,
        startingCharactersConfig: { charactersLength: KEY_PREFIX.length + 4 },
        keyExpiration: { maxExpiresIn: MOST_KEY_DAYS },
        // Of ten a day otherwise; RATE_LIMIT counts them with all that their owner does.
        rateLimit: { enabled: false },
      }),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;

const resetSchema = z.object({ email: z.email() });

type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

async function callOf(context: HookContext): Promise<AuthCall> {
  const { path, body, request } = context;
  const { newSession, options } = context.context;
  // A change of the password has ended the session that asked for it, and begun another.
  const session =
    path === '/change-password' ? (newSession ?? (await getSessionFromCtx(context))) : null;
  return {
    path,
    body: body as unknown,
    address: request ? (getIP(request, options) ?? 'unknown') : null,
    userId: session?.user.id,
  };
}

/** A message that names something in the database, or quotes what it was told, is not for the log. */
const plainWords = (message: unknown): string =>
  typeof message === 'string' && message.length <= 300 && !/[\n`]/.test(message)
    ? message
    : 'auth: a message that may quote people is left out';
