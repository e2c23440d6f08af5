import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSetUpError, explainFolderError } from '../errors.js';
import type { Account } from './account.js';

const OTHERS_PASS = 0o001;
const GROUP_PASS = 0o010;
const OWNER_PASS = 0o100;

interface Owned {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Whether `account` may pass through a folder with these owners and rights (access lists aside). */
export const mayPass = (folder: Owned, account: Account): boolean => {
  if (folder.uid === account.uid) return (folder.mode & OWNER_PASS) !== 0;
  if (folder.gid === account.gid) return (folder.mode & GROUP_PASS) !== 0;
  return (folder.mode & OTHERS_PASS) !== 0;
};

/** `/a/b/c` -> `/`, `/a`, `/a/b`, `/a/b/c` */
export const wayTo = (folder: string): string[] => {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [...wayTo(parent), folder];
};

/** @throws DatabaseSetUpError `folder-closed`, naming the first folder in the way */
export const requirePassable = async (folder: string, account: Account): Promise<void> => {
  for (const step of wayTo(await realpath(folder))) {
    if (mayPass(await stat(step), account)) continue;
    throw new DatabaseSetUpError(
      'folder-closed',
      `The folder ${step} is closed to the user "postgres", whom the database runs as: ` +
        `open it with "chmod o+x ${step}", or keep Inkling and its data (DATA_DIR) elsewhere.`,
    );
  }
};

/**
 * Makes the data folder, and lets the account of Postgres pass through it. Only this folder's rights
 * are changed; its parents belong to others.
 */
export const prepareDataFolder = async (dataDir: string, account?: Account): Promise<void> => {
  try {
    await mkdir(dataDir, { recursive: true });
    if (!account) return;
    const found = await stat(dataDir);
    if (!mayPass(found, account)) await chmod(dataDir, (found.mode & 0o7777) | OTHERS_PASS);
  } catch (error) {
    throw explainFolderError(error, dataDir);
  }
  await requirePassable(dataDir, account);
};
