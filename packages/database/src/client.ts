import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.js';

export interface PrismaClientSettings {
  /** Most connections to hold open; pg's default is 10. */
  readonly connections?: number;
}

/**
 * The generated client on `pg`, without an engine of its own. It connects at the first query; call
 * `$disconnect()` when done.
 *
 * @param url connection string of a migrated Postgres database
 */
export const createPrismaClient = (
  url: string,
  { connections = 10 }: PrismaClientSettings = {},
): PrismaClient =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: connections }) });
