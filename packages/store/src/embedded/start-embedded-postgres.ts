import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { DATABASE, newAccess, readAccess, urlOf, writeAccess, type Access } from './access.js';
import { postgresAccount, type Account } from './account.js';
import { findBinaries } from './binaries.js';
import { clusterIn, createCluster, giveCluster, hasCluster, makeExecutable } from './cluster.js';
import { prepareDataFolder, requirePassable } from './folder.js';
import { stopLeftover } from './leftover.js';
import { choosePort } from './port.js';
import { startServer, stopServer } from './server.js';
import { DatabaseSetUpError } from '../errors.js';

export interface EmbeddedPostgresOptions {
  /** Folder of all of Inkling's data; the cluster is `postgres/` in it. Made when missing. */
  readonly dataDir: string;
  /** The port to use when it is free; without it the one of last time, else any free one. */
  readonly port?: number;
  /** Told in a sentence each what is done, for people. */
  readonly onLog?: (line: string) => void;
  /**
   * Settings of the server (`postgresql.conf`). Empty by default, which keeps every commit safe from
   * a crash (`fsync` and `synchronous_commit` are on). Tests switch that off for speed.
   */
  readonly settings?: Readonly<Record<string, string>>;
  /** Stops the server also when this process is killed; without it, it runs on. */
  readonly endsWithProcess?: boolean;
}

export interface EmbeddedPostgres {
  /** Connection string of the database `inkling`, password included. */
  readonly url: string;
  readonly port: number;
  /** Process of the server. */
  readonly pid: number;
  /** Settles when the server has ended, by `stop` or by itself: with how, for people. */
  readonly exited: Promise<string>;
  /** Ends the server in good order; may be called twice. */
  stop(): Promise<void>;
  /** Lets this process end while the server runs on (tests share one). */
  release(): void;
}

const createDatabase = async (access: Access): Promise<void> => {
  const client = new pg.Client({ connectionString: urlOf(access, 'postgres') });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${DATABASE}"`);
  } finally {
    await client.end();
  }
};

/** Postgres opens a cluster only for its owner: root lends itself to the one that made it. */
const accountFor = async (dataDir: string): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(clusterIn(dataDir)).catch(() => undefined);
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : postgresAccount();
};

/** The access stored in the data folder, or a new one for a new folder. */
const accessFor = async (dataDir: string, clusterExists: boolean): Promise<Access> => {
  const stored = await readAccess(dataDir);
  if (stored) return stored;
  if (clusterExists) {
    throw new DatabaseSetUpError(
      'damaged-data',
      `${path.join(dataDir, 'postgres.json')} with the database's password is missing: ` +
        'restore it from a backup.',
    );
  }
  const access = newAccess();
  await writeAccess(dataDir, access);
  return access;
};

/**
 * Starts a Postgres of Inkling's own in the data folder, reachable from this machine only, with a
 * random password that is kept (readable by its owner alone) in the folder. A server of the same
 * folder that an earlier, killed start left running is stopped first. As root it runs as the user
 * `postgres`. One caller a folder at a time: the caller holds a lock.
 *
 * @throws DatabaseSetUpError whatever stands in the way
 */
export const startEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> => {
  const dataDir = path.resolve(options.dataDir);
  const say = options.onLog ?? (() => undefined);
  const [binaries, account] = await Promise.all([findBinaries(), accountFor(dataDir)]);
  await prepareDataFolder(dataDir, account);
  if (account) await requirePassable(path.dirname(binaries.postgres), account);

  const clusterExists = await hasCluster(dataDir);
  const stored = await accessFor(dataDir, clusterExists);
  if (clusterExists) {
    if (account && (await giveCluster(dataDir, account))) {
      say('gave the database to the user that Postgres runs as');
    }
    const cluster = await realpath(clusterIn(dataDir));
    if (await stopLeftover(cluster, binaries, account)) {
      say('stopped the Postgres that an earlier start had left running');
    }
  } else {
    say('making a new database');
    await makeExecutable(binaries);
    await createCluster(dataDir, stored.password, binaries, account);
  }

  const access = { ...stored, port: await choosePort(options.port ?? stored.port) };
  if (access.port !== stored.port) await writeAccess(dataDir, access);
  const server = await startServer(
    {
      postgres: binaries.postgres,
      cluster: await realpath(clusterIn(dataDir)),
      dataDir,
      port: access.port,
      logFile: path.join(dataDir, 'postgres.log'),
      settings: options.settings ?? {},
      account,
      endsWithProcess: options.endsWithProcess ?? false,
    },
    urlOf(access, 'postgres'),
  );
  try {
    await createDatabase(access);
  } catch (error) {
    await stopServer(server);
    throw error;
  }
  return {
    url: urlOf(access),
    port: access.port,
    pid: server.child.pid ?? 0,
    exited: server.exited,
    stop: () => stopServer(server),
    release: () => server.child.unref(),
  };
};
