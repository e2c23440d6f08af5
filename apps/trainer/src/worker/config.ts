import { LEAST_PEOPLE } from '@inkling/recognizer';
import { z } from 'zod';

/** A setting has a value that the trainer can't start with; the message names each and what was expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const url = (protocols: readonly string[], expected: string) =>
  z
    .string(expected)
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), expected);

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const PEOPLE = `expected 0, or a whole number from ${LEAST_PEOPLE} on`;

const schema = z.object({
  DATABASE_URL: url(
    ['postgres:', 'postgresql:'],
    'expected the address of a Postgres database, postgresql://user:password@host:5432/name',
  ),
  REDIS_URL: url(
    ['redis:', 'rediss:'],
    'expected an address such as redis://127.0.0.1:6379',
  ).optional(),
  DATA_DIR: z.string().default('data'),
  MODELS_DIR: z.string().default('models'),
  SHARED_WORDS_PEOPLE: z.coerce
    .number(PEOPLE)
    .int(PEOPLE)
    .refine((people) => people === 0 || people >= LEAST_PEOPLE, PEOPLE)
    .default(LEAST_PEOPLE),
  LOG_LEVEL: z.enum(LEVELS, `expected one of ${LEVELS.join(', ')}`).default('info'),
});

/** What an operator can set. Folders are as given, relative to the working folder. */
export interface Config {
  readonly databaseUrl: string;
  /** Absent: the queue lies in the database. */
  readonly redisUrl: string | undefined;
  readonly dataDir: string;
  readonly modelsDir: string;
  /** So many have to have written a word before everyone's lines are read with it; 0: none is. */
  readonly sharedWordsPeople: number;
  readonly logLevel: string;
}

/**
 * Reads the environment, once, by one schema. An empty value counts as none.
 *
 * @throws ConfigError naming every wrong setting
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(environment).filter(([, value]) => value !== '');
  const result = schema.safeParse(Object.fromEntries(given));
  if (!result.success) {
    throw new ConfigError(
      result.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`).join('\n'),
    );
  }
  const value = result.data;
  return {
    databaseUrl: value.DATABASE_URL,
    redisUrl: value.REDIS_URL,
    dataDir: value.DATA_DIR,
    modelsDir: value.MODELS_DIR,
    sharedWordsPeople: value.SHARED_WORDS_PEOPLE,
    logLevel: value.LOG_LEVEL,
  };
}
