import type { Config } from '../config/load-config.js';

/** The address of the database, which `npm start` or the operator must have set. */
export function requireUrl(config: Config): string {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  throw new Error('DATABASE_URL is not set: start Inkling with `npm start`, or name a database');
}
