import { rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lockHolder, takeLock } from '../lock.mjs';
import { Refusal } from '../refusal.mjs';
import { makeFolder } from './make-folder.mjs';

/** Less than this and Postgres can't even write its log of changes. */
const ROOM_BYTES = 100 * 1024 * 1024;

const lockFile = (/** @type {string} */ dataDir) => path.join(dataDir, 'inkling.lock');

/** @param {string} dataDir @param {import('../lock.mjs').Holder} holder */
const taken = (dataDir, holder) =>
  new Refusal(
    `Inkling already runs with the data folder ${dataDir}` +
      `${holder.note ? ` at ${holder.note}` : ''} (process ${holder.pid}): ` +
      'stop that one, or name another folder with DATA_DIR.',
  );

/** @param {unknown} error @param {string} dataDir */
const explainFolder = (error, dataDir) => {
  switch (/** @type {NodeJS.ErrnoException | undefined} */ (error)?.code) {
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
    case 'ENOENT': // What Node says when a folder can't be made under a read-only one.
      return new Refusal(
        `The data folder ${dataDir} cannot be written: allow it, or name another with DATA_DIR.`,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return fullDisk(dataDir);
    case 'ENOTDIR':
    case 'EEXIST':
      return new Refusal(`The data folder ${dataDir} is not a folder: name another with DATA_DIR.`);
    default:
      return error;
  }
};

/** @param {string} dataDir */
const fullDisk = (dataDir) =>
  new Refusal(`The disk that holds the data folder ${dataDir} is full: make room and start again.`);

/** @param {string} dataDir */
const requireRoom = async (dataDir) => {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize >= ROOM_BYTES) return;
  throw new Refusal(
    `The disk that holds the data folder ${dataDir} is full (at least ${ROOM_BYTES / 1024 ** 2} MB ` +
      'must be free): make room and start again.',
  );
};

/** A folder may allow new files and yet be full or shut to what grows: one real write tells. @param {string} dataDir */
const writeTrial = async (dataDir) => {
  const trial = path.join(dataDir, `.trial-${process.pid}`);
  try {
    await writeFile(trial, Buffer.alloc(1024 * 1024), { flush: true });
  } finally {
    await rm(trial, { force: true });
  }
};

/**
 * Says early, before minutes of setting up, that another Inkling has the folder or that it can't be
 * written.
 *
 * @param {string} dataDir absolute
 */
export const requireUsableDataFolder = async (dataDir) => {
  const holder = await lockHolder(lockFile(dataDir)).catch(() => undefined);
  if (holder) throw taken(dataDir, holder);
  try {
    await makeFolder(dataDir);
    await requireRoom(dataDir);
    await writeTrial(dataDir);
  } catch (error) {
    throw explainFolder(error, dataDir);
  }
};

/**
 * Makes the data folder this process's own until it ends.
 *
 * @param {string} dataDir absolute
 */
export const claimDataFolder = async (dataDir) => {
  try {
    await makeFolder(dataDir);
    // Setting up may have filled the disk since the first look.
    await requireRoom(dataDir);
    const lock = await takeLock(lockFile(dataDir));
    if ('holder' in lock) throw taken(dataDir, lock.holder);
    process.once('exit', lock.release);
    return lock;
  } catch (error) {
    throw explainFolder(error, dataDir);
  }
};
