import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { isIP } from 'node:net';
import path from 'node:path';
import type { PeopleSettings } from '@inkling/contract';
import { z } from 'zod';
import { oidcProvidersSchema, type OidcProvider } from './oidc-settings.js';

/** A setting has a value that Inkling can't start with; the message names each and what was expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly { name: string; expected: string }[]) {
    super(problems.map(({ name, expected }) => `${name}: ${expected}`).join('\n'));
  }
}

/** The range holds for decimal text only: `1e3` or `0x10` in a setting is more likely a mistake. */
const integer = (low: number, high: number, fallback: number) =>
  wholeNumber(low, high).default(fallback);

const wholeNumber = (low: number, high: number) => {
  const expected = `expected a whole number from ${low} to ${high}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, expected)
    .transform(Number)
    .refine((value) => value >= low && value <= high, expected);
};

/**
 * So many writers behind one address may do all that a writer may: a class that draws at once, but no crowd
 * of guests made for the purpose.
 */
const WRITERS_AN_ADDRESS = 5;

const url = (protocols: readonly string[], expected: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), expected);

/** Relative to the working folder. @param file that it must have */
const folder = (file: string, expected: string) =>
  z.string().refine((text) => existsSync(path.resolve(text, file)), expected);

/** Pages and cookies are for the whole of a host: below a path nothing would find the other. */
const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  const isWeb = protocol === 'http:' || protocol === 'https:';
  return isWeb && pathname === '/' && `${username}${password}${search}${hash}` === '';
};

const PROXY_NAMES = ['loopback', 'linklocal', 'uniquelocal'];

const isProxy = (text: string): boolean => {
  const [address, bits, ...rest] = text.split('/');
  const family = isIP(address ?? '');
  if (family === 0) return PROXY_NAMES.includes(text);
  if (bits === undefined) return true;
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
};

const proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine(
    (list) => list.every(isProxy),
    `expected addresses or networks of proxies, separated by commas, such as 10.0.0.0/8 or ${PROXY_NAMES[0]}`,
  );

/** One core stays free for requests, the database and the browser beside them. */
const defaultThreads = (): number => Math.max(1, Math.min(2, availableParallelism() - 1));

const schema = z.object({
  PORT: integer(0, 65_535, 3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('data'),
  DATABASE_URL: url(
    ['postgres:', 'postgresql:'],
    'expected the address of a Postgres database, postgresql://user:password@host:5432/name',
  ).optional(),
  MODELS_DIR: folder('.', 'expected a folder that exists, with models in it').default('models'),
  WEB_DIR: folder(
    'index.html',
    'expected the folder of a built web app, with its index.html',
  ).optional(),
  PUBLIC_URL: z
    .string()
    .refine(isOrigin, 'expected an address without a path, such as https://ink.example.org')
    .transform((text) => new URL(text).origin)
    .optional(),
  TRUST_PROXY: proxies.optional(),
  RATE_LIMIT: integer(0, 1_000_000, 600),
  ADDRESS_RATE_LIMIT: wholeNumber(0, 10_000_000).optional(),
  PREDICTION_RETENTION_DAYS: integer(1, 36_500, 90),
  GUEST_RETENTION_DAYS: integer(1, 36_500, 365),
  INFERENCE_THREADS: integer(1, 64, defaultThreads()),
  PICTURE_PROCESSES: integer(2, 64, 2),
  KEEP_PICTURES: z
    .enum(['writers', 'all', 'none'], 'expected writers, all or none')
    .default('writers'),
  KEPT_PICTURES_WRITER_MB: integer(0, 1_000_000, 32),
  KEPT_PICTURES_ADDRESS_MB: integer(0, 1_000_000, 256),
  IMPORT_MAX_MB: integer(1, 1_000_000, 4096),
  OWN_DATA_MAX_MB: integer(1, 1_000_000, 512),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'expected one of fatal, error, warn, info, debug, trace, silent',
    )
    .default('info'),
  ADMIN_EMAIL: z.email('expected an email address').optional(),
  ADMIN_PASSWORD: z
    .string()
    .min(8, 'expected at least 8 characters')
    .max(128, 'expected at most 128 characters')
    .optional(),
  SIGN_UP: z
    .enum(['open', 'invitation', 'closed'], 'expected one of open, invitation, closed')
    .optional(),
  GUESTS: z
    .enum(['on', 'off'], 'expected on or off')
    .transform((text) => text === 'on')
    .optional(),
  REVIEW: z.enum(['people', 'auto'], 'expected people or auto').optional(),
  SMTP_URL: url(
    ['smtp:', 'smtps:'],
    'expected the address of a mail server, smtp://user:password@host:587 or smtps://…:465',
  ).optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^[^<>\r\n]*<?[^\s<>@,]+@[^\s<>@,]+>?$/,
      'expected an address such as Inkling <ink@example.org>',
    )
    .optional(),
  OIDC_PROVIDERS: oidcProvidersSchema.optional(),
  REDIS_URL: url(
    ['redis:', 'rediss:'],
    'expected an address such as redis://127.0.0.1:6379',
  ).optional(),
  WEBHOOK_PRIVATE: z
    .enum(['true', 'false'], 'expected true or false')
    .transform((text) => text === 'true')
    .default(true),
  WEBHOOK_FIRST_RETRY_MS: integer(10, 3_600_000, 10_000),
  CLASSIC_API: z
    .enum(['true', 'false'], 'expected true or false')
    .transform((text) => text === 'true')
    .default(false),
  // As Better Auth keeps it.
  CLASSIC_WRITER: z.email('expected an email address').toLowerCase().optional(),
});

/** What an operator can set, as typed values. Folders are as given, relative to the working folder. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Absent: `npm start` brings its own Postgres. The API process needs it. */
  readonly databaseUrl: string | undefined;
  readonly modelsDir: string;
  /** The built web app; absent: the one of this repository. */
  readonly webDir: string | undefined;
  readonly publicUrl: string | undefined;
  readonly trustProxy: readonly string[] | undefined;
  /** Requests a minute of one writer or address; 0 is without limit. */
  readonly rateLimit: number;
  /** Requests a minute of one address, whoever is behind it; 0 is without limit. */
  readonly addressRateLimit: number;
  readonly predictionRetentionDays: number;
  /** How long guests are kept who don't come back. */
  readonly guestRetentionDays: number;
  readonly inferenceThreads: number;
  readonly pictureProcesses: number;
  /** Of whom the pictures of predictions are kept, beside their glyphs. */
  readonly keepPictures: 'writers' | 'all' | 'none';
  /** Megabytes of pictures that may be kept of one writer in a day; 0 is without limit. */
  readonly keptPicturesWriterMb: number;
  /** The same of all writers of one address. */
  readonly keptPicturesAddressMb: number;
  /** The largest file that may be imported. */
  readonly importBytes: number;
  /** The largest file of their own data that anybody may read in. */
  readonly ownDataBytes: number;
  readonly logLevel: string;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
  readonly redisUrl: string | undefined;
  /** Whether webhooks may go to addresses of the own network and machine. */
  readonly webhookPrivate: boolean;
  /** Between the first and the second attempt at a webhook; each further pause is three times as long. */
  readonly webhookFirstRetryMs: number;
  /** Absent: no letters are sent. */
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  readonly oidcProviders: readonly OidcProvider[];
  /** Whether clients of other demos are answered at `/predict` and `/correct`. */
  readonly classicApi: boolean;
  /** The email address, in lower case, of the account whose memory they use and teach; absent: nobody's. */
  readonly classicWriter: string | undefined;
  /** What admins can't change while it is set here. */
  readonly people: Partial<PeopleSettings>;
}

function requirePair(email: string | undefined, password: string | undefined): void {
  if ((email === undefined) === (password === undefined)) return;
  const problem =
    email === undefined
      ? { name: 'ADMIN_EMAIL', expected: 'expected an email address, since ADMIN_PASSWORD is set' }
      : { name: 'ADMIN_PASSWORD', expected: 'expected a password, since ADMIN_EMAIL is set' };
  throw new ConfigError([problem]);
}

/** Letters have links: without an address of ours they would lead wherever the one who asks says. */
function requireForMail(value: {
  readonly SMTP_URL?: string | undefined;
  readonly MAIL_FROM?: string | undefined;
  readonly PUBLIC_URL?: string | undefined;
}): void {
  if (value.SMTP_URL === undefined) return;
  const problems = [];
  if (value.MAIL_FROM === undefined) {
    problems.push({
      name: 'MAIL_FROM',
      expected: 'expected the address that letters come from, since SMTP_URL is set',
    });
  }
  if (value.PUBLIC_URL === undefined) {
    problems.push({
      name: 'PUBLIC_URL',
      expected: 'expected the address that links in letters lead to, since SMTP_URL is set',
    });
  }
  if (problems.length > 0) throw new ConfigError(problems);
}

/**
 * Reads the environment, once, by one schema. An empty value counts as none.
 *
 * @throws ConfigError naming every wrong setting
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const result = schema.safeParse(Object.fromEntries(given));
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map((issue) => ({
        name: String(issue.path[0]),
        expected: issue.message,
      })),
    );
  }
  const value = result.data;
  requirePair(value.ADMIN_EMAIL, value.ADMIN_PASSWORD);
  requireForMail(value);
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: value.DATA_DIR,
    databaseUrl: value.DATABASE_URL,
    modelsDir: value.MODELS_DIR,
    webDir: value.WEB_DIR,
    publicUrl: value.PUBLIC_URL,
    trustProxy: value.TRUST_PROXY,
    rateLimit: value.RATE_LIMIT,
    addressRateLimit: value.ADDRESS_RATE_LIMIT ?? value.RATE_LIMIT * WRITERS_AN_ADDRESS,
    predictionRetentionDays: value.PREDICTION_RETENTION_DAYS,
    guestRetentionDays: value.GUEST_RETENTION_DAYS,
    inferenceThreads: value.INFERENCE_THREADS,
    pictureProcesses: value.PICTURE_PROCESSES,
    keepPictures: value.KEEP_PICTURES,
    keptPicturesWriterMb: value.KEPT_PICTURES_WRITER_MB,
    keptPicturesAddressMb: value.KEPT_PICTURES_ADDRESS_MB,
    importBytes: value.IMPORT_MAX_MB * 1024 * 1024,
    ownDataBytes: value.OWN_DATA_MAX_MB * 1024 * 1024,
    logLevel: value.LOG_LEVEL,
    adminEmail: value.ADMIN_EMAIL,
    adminPassword: value.ADMIN_PASSWORD,
    redisUrl: value.REDIS_URL,
    webhookPrivate: value.WEBHOOK_PRIVATE,
    webhookFirstRetryMs: value.WEBHOOK_FIRST_RETRY_MS,
    smtpUrl: value.SMTP_URL,
    mailFrom: value.MAIL_FROM,
    oidcProviders: value.OIDC_PROVIDERS ?? [],
    classicApi: value.CLASSIC_API,
    classicWriter: value.CLASSIC_WRITER,
    people: {
      ...(value.SIGN_UP !== undefined && { signUp: value.SIGN_UP }),
      ...(value.GUESTS !== undefined && { guests: value.GUESTS }),
      ...(value.REVIEW !== undefined && { review: value.REVIEW }),
    },
  };
}
