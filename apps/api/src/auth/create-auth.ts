import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { anonymous } from 'better-auth/plugins';

/** Set by us from the connection for each request: whatever a client sends in it is overwritten. */
export const ADDRESS_HEADER = 'x-inkling-address';

export const AUTH_PATH = '/api/auth';

const DAY_S = 24 * 60 * 60;

/** How long a session lasts after its last use. */
export const SESSION_S = 365 * DAY_S;

/** A use prolongs it when the last time is so long ago. */
export const PROLONG_AFTER_S = DAY_S;

/** The tables of people and sessions, as Better Auth wants them. */
export type AuthDatabase = NonNullable<BetterAuthOptions['database']>;

export interface AuthOptions {
  readonly database: AuthDatabase;
  readonly secret: string;
  readonly publicUrl: string | undefined;
  /** false: without limits on sign-in. */
  readonly limited: boolean;
  readonly log: (message: string) => void;
}

/** Better Auth with guests. Passwords are ready; signing up is closed until an admin invites. */
export function createAuth({ database, secret, publicUrl, limited, log }: AuthOptions) {
  return betterAuth({
    appName: 'Inkling',
    secret,
    basePath: AUTH_PATH,
    // Without a public address it is the one that the request names; own-host.ts judges it before.
    ...(publicUrl !== undefined && { baseURL: new URL(publicUrl).origin }),
    database,
    emailAndPassword: { enabled: true, disableSignUp: true },
    // Shown by get-session, and never taken from what people send.
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'writer' } } },
    session: {
      expiresIn: SESSION_S,
      updateAge: PROLONG_AFTER_S,
      cookieCache: { enabled: false },
    },
    rateLimit: {
      enabled: limited,
      window: 60,
      max: 300,
      customRules: {
        // New guests of one address: a class in school, but no flood.
        '/sign-in/anonymous': { window: 60, max: 60 },
        '/sign-in/email': { window: 60, max: 10 },
      },
    },
    advanced: {
      cookiePrefix: 'inkling',
      useSecureCookies: publicUrl?.startsWith('https:') ?? false,
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    // Otherwise refusals are printed as errors; failures of ours come back as 500 and are logged here.
    onAPIError: { onError: (error) => log(nameOf(error)) },
    telemetry: { enabled: false },
    // Its further arguments may hold what people sent.
    logger: { level: 'error', log: (_level, message) => log(message) },
    plugins: [anonymous({ generateName: () => 'Guest', disableDeleteAnonymousUser: true })],
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** What went wrong, in a word that quotes nothing. */
const nameOf = (error: unknown): string => {
  const { name = 'error', status = '', code = '' } = (error ?? {}) as Record<string, unknown>;
  return ['auth:', name, status, code].filter((part) => part !== '').join(' ');
};
