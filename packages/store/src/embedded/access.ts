import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSetUpError, explainFolderError } from '../errors.js';

/** How to reach the embedded Postgres of a data folder; kept from start to start. */
export interface Access {
  readonly port: number | undefined;
  readonly password: string;
}

export const ROLE = 'inkling';
export const DATABASE = 'inkling';

const fileIn = (dataDir: string): string => path.join(dataDir, 'postgres.json');

export const newAccess = (): Access => ({
  port: undefined,
  password: randomBytes(24).toString('base64url'),
});

/** @returns undefined when the data folder has none yet */
export const readAccess = async (dataDir: string): Promise<Access | undefined> => {
  const file = fileIn(dataDir);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw explainFolderError(error, dataDir);
  }
  try {
    const { port, password } = JSON.parse(text) as Partial<Access>;
    if (typeof password === 'string' && password.length > 0) {
      return { port: typeof port === 'number' ? port : undefined, password };
    }
  } catch {
    // Falls through to the sentence below: what stands there is of no use.
  }
  throw new DatabaseSetUpError('damaged-data', `${file} is damaged: restore it from a backup.`);
};

/** Written beside and renamed, so that a crash leaves the old file or the new one. */
export const writeAccess = async (dataDir: string, access: Access): Promise<void> => {
  const file = fileIn(dataDir);
  const draft = `${file}.new`;
  try {
    await writeFile(draft, `${JSON.stringify(access)}\n`, { mode: 0o600, flush: true });
    await rename(draft, file);
  } catch (error) {
    throw explainFolderError(error, dataDir);
  }
};

export const urlOf = (access: Access, database = DATABASE): string =>
  `postgresql://${ROLE}:${encodeURIComponent(access.password)}@127.0.0.1:${access.port}/${database}`;
