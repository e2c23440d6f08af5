import { DatabaseAway } from './database-away.js';

/**
 * Why a database could not do what was asked, where the question is not to blame: it is `away`; its disk
 * is `full`; it is too `busy` to do it within the time allowed.
 */
export type DatabaseTrouble = 'away' | 'full' | 'busy';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, and the same of Prisma's and pg's. */
const CODES: Readonly<Record<string, DatabaseTrouble>> = {
  '53100': 'full',
  '53200': 'busy',
  '53300': 'busy',
  '57014': 'busy',
  '55P03': 'busy',
  '57P01': 'away',
  '57P02': 'away',
  '57P03': 'away',
  '25006': 'away',
  DatabaseNotReachable: 'away',
  ConnectionClosed: 'away',
  SocketTimeout: 'away',
  TooManyConnections: 'busy',
  P1001: 'away',
  P1017: 'away',
  // A transaction that could not be begun or finished within its time.
  P2028: 'busy',
};

/** Plain errors of pg, which have no code. */
const MESSAGES: readonly (readonly [RegExp, DatabaseTrouble])[] = [
  [/^Connection terminated|is not queryable$/, 'away'],
  [/^timeout exceeded when trying to connect$/, 'busy'],
];

interface Details {
  readonly code?: unknown;
  readonly kind?: unknown;
  readonly message?: unknown;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: unknown } };
}

/** @returns undefined for every other error */
export const databaseTrouble = (error: unknown): DatabaseTrouble | undefined => {
  if (error instanceof DatabaseAway) return 'away';
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, kind, message, meta } = error as Details;
  for (const name of [code, kind]) {
    if (typeof name !== 'string') continue;
    const known = CODES[name] ?? (/^08\w{3}$/.test(name) ? 'away' : undefined);
    if (known) return known;
  }
  const said = MESSAGES.find(([pattern]) => typeof message === 'string' && pattern.test(message));
  return said?.[1] ?? databaseTrouble(meta?.driverAdapterError?.cause);
};
