import { DatabaseSetUpError } from '../errors.js';
import { run } from './run.js';

/** Whom Postgres runs as; the shape that `spawn` and `chown` take. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

const USER = 'postgres';

const numberFrom = async (flag: '-u' | '-g'): Promise<number | undefined> => {
  const { code, output } = await run('id', [flag, USER]);
  const number = Number.parseInt(output, 10);
  return code === 0 && Number.isInteger(number) ? number : undefined;
};

const findUser = async (): Promise<Account | undefined> => {
  const [uid, gid] = await Promise.all([numberFrom('-u'), numberFrom('-g')]);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
};

/**
 * Postgres refuses to run as root, so root lends it the user `postgres`, making that user when the
 * machine has none.
 *
 * @returns undefined when this process is not root: Postgres then runs as whoever runs Inkling
 */
export const postgresAccount = async (): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await findUser();
  if (existing) return existing;
  await run('groupadd', ['--system', USER]).catch(() => undefined);
  const added = await run('useradd', [
    '--system',
    '--gid',
    USER,
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    USER,
  ]).catch((error: unknown) => ({ code: -1, output: String(error) }));
  const made = await findUser();
  if (made) return made;
  throw new DatabaseSetUpError(
    'postgres-failed',
    'Postgres does not run as root and the user "postgres" could not be made ' +
      `(${added.output.trim()}): run Inkling as another user, or name a Postgres with DATABASE_URL.`,
  );
};
