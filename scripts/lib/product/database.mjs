import { inRoot } from '../paths.mjs';
import { Refusal } from '../refusal.mjs';
import { keepRunning } from './keep-running.mjs';

const MIGRATIONS = inRoot('prisma', 'migrations');

/** Built by the time that this is called. @returns {Promise<typeof import('@inkling/store')>} */
const library = () => import(inRoot('packages', 'store', 'dist', 'index.js'));

/**
 * Our own Postgres in the data folder, started again whenever it ends by itself, unless `DATABASE_URL`
 * names another.
 *
 * @param {{ dataDir: string, databaseUrl: string | undefined }} config
 * @param {string} logFile of our own Postgres
 * @param {{ onTrouble: (line: string) => void, onRecovery: (line: string) => void }} tell
 * @param {(line: string) => void} onLog
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export const openDatabase = async ({ dataDir, databaseUrl }, logFile, tell, onLog) => {
  if (databaseUrl !== undefined) return { url: databaseUrl, stop: async () => undefined };
  const { startEmbeddedPostgres } = await library();
  const start = async (/** @type {number | undefined} */ port) => {
    const server = await startEmbeddedPostgres({ dataDir, port, onLog, endsWithProcess: true });
    return { ...server, ready: Promise.resolve() };
  };
  const first = await start(undefined);
  /** Everything else knows its address. */
  const restart = async () => {
    const server = await start(first.port);
    if (server.url === first.url) return server;
    await server.stop();
    throw new Refusal(`port ${first.port} is taken by another program`);
  };
  const { stop } = keepRunning({
    name: 'The database',
    logFile,
    first,
    start: restart,
    ...tell,
  });
  return { url: first.url, stop };
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
