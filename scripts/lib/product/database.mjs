import { inRoot } from '../paths.mjs';
import { Refusal } from '../refusal.mjs';

const MIGRATIONS = inRoot('prisma', 'migrations');

/** Built by the time that this is called. @returns {Promise<typeof import('@inkling/database')>} */
const library = () => import(inRoot('packages', 'database', 'dist', 'index.js'));

/**
 * Our own Postgres in the data folder, unless `DATABASE_URL` names another.
 *
 * @param {{ dataDir: string, databaseUrl: string | undefined }} config
 * @param {(line: string) => void} onLog
 */
export const openDatabase = async (config, onLog) => {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, server: undefined };
  const { startEmbeddedPostgres } = await library();
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir, onLog });
  return { url: server.url, server };
};

const CANNOT_CONNECT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'ECONNRESET',
  'EHOSTUNREACH',
]);
const WRONG_ACCESS = new Set(['28P01', '28000', '3D000']);

/**
 * @param {string} url
 * @returns {Promise<string[]>} names of the migrations applied now
 */
export const migrate = async (url) => {
  const { applyMigrations } = await library();
  try {
    return await applyMigrations(url, MIGRATIONS);
  } catch (error) {
    const code = error instanceof Object && 'code' in error ? String(error.code) : '';
    const { host, pathname } = new URL(url);
    if (CANNOT_CONNECT.has(code)) {
      throw new Refusal(
        `The database at ${host} (DATABASE_URL) does not answer: start it, or correct the address.`,
      );
    }
    if (WRONG_ACCESS.has(code)) {
      throw new Refusal(
        `The database ${pathname.slice(1)} at ${host} refused us: ${/** @type {Error} */ (error).message} (DATABASE_URL).`,
      );
    }
    throw error;
  }
};
