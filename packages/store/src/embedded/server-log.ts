import { copyFile, open, rename, stat, truncate, type FileHandle } from 'node:fs/promises';

/** Of the log, and of the one before it. */
const LIMIT_BYTES = 10 * 1024 * 1024;

const LOOK_EVERY_MS = 30_000;

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

/** The log to append to; a long one of before is put away as `file.1`. */
export const openServerLog = async (file: string): Promise<FileHandle> => {
  if ((await sizeOf(file)) > LIMIT_BYTES) await rename(file, `${file}.1`);
  return open(file, 'a', 0o600);
};

/**
 * Empties a log that has grown too long, after a copy of it to `file.1`. Its writer, which holds it open
 * for appending, goes on at its new end; a line written between copy and cut is lost.
 */
export const shortenLog = async (file: string, limitBytes = LIMIT_BYTES): Promise<void> => {
  if ((await sizeOf(file)) <= limitBytes) return;
  await copyFile(file, `${file}.1`);
  await truncate(file);
};

/** Looks at the log from time to time until the server has ended, without keeping the process alive. */
export const keepLogShort = (file: string, ended: Promise<unknown>): void => {
  const timer = setInterval(() => {
    // A full disk, say: tried again, and the server itself goes on.
    shortenLog(file).catch(() => undefined);
  }, LOOK_EVERY_MS);
  timer.unref();
  void ended.finally(() => clearInterval(timer));
};
