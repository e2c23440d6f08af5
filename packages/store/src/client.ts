import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.js';
import type { DatabasePulse } from './pulse/database-pulse.js';

export interface PrismaClientSettings {
  /** Most connections to hold open; pg's default is 10. */
  readonly connections?: number;
  /**
   * For a server of requests: nothing waits for a database that is away, nor longer than a limit for a
   * connection or a statement. Without it all of that waits.
   */
  readonly pulse?: DatabasePulse;
}

/** A request that has waited so long for a connection has nobody left who waits for it. */
const CONNECTION_WITHIN_MS = 10_000;
/** The longest that are meant, figures of a large installation, take a few seconds. */
const STATEMENT_WITHIN_MS = 60_000;

/**
 * Connections alone, for the few statements that every request needs: as named ones they are parsed and
 * planned once a connection, and cost a fraction of what they cost through Prisma.
 */
export const createPool = (
  url: string,
  { connections = 10, pulse }: PrismaClientSettings = {},
): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    ...(pulse && {
      stream: () => pulse.socket(),
      connectionTimeoutMillis: CONNECTION_WITHIN_MS,
      statement_timeout: STATEMENT_WITHIN_MS,
    }),
  });
  // Of a connection that waits; the next statement takes another.
  pool.on('error', () => undefined);
  return pool;
};

/**
 * The generated client on `pg`, without an engine of its own. It connects at the first query; call
 * `$disconnect()` when done.
 *
 * @param url connection string of a migrated Postgres database
 */
export const createPrismaClient = (
  url: string,
  settings: PrismaClientSettings = {},
): PrismaClient =>
  new PrismaClient({
    adapter: new PrismaPg(createPool(url, settings), { disposeExternalPool: true }),
  });
