import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { readFileSync, unlinkSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from './alive.mjs';
import { bornOf } from './process-stat.mjs';

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} born when the process started, by the kernel's count: tells it from a later
 *   process with the same number, usual in containers
 * @property {string} id of this taking of the lock
 * @property {string} [note] for people, such as the address served
 */

/** Stands in a file that was never written whole: left by a machine that lost power. */
const NOBODY = { pid: 0, born: '', id: '' };

/** @param {Holder} holder */
const holds = (holder) => {
  if (holder === NOBODY) return false;
  if (!isAlive(holder.pid)) return false;
  const born = bornOf(holder.pid);
  return born === '' || holder.born === '' || born === holder.born;
};

/** @param {string} file @returns {Promise<Holder | undefined>} nothing where there is no file */
const read = async (file) => {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8'));
    return typeof holder?.pid === 'number' ? holder : NOBODY;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) return NOBODY;
    throw error;
  }
};

/**
 * Who holds the lock now, if anyone alive does.
 *
 * @param {string} file
 */
export const lockHolder = async (file) => {
  const holder = await read(file);
  return holder && holds(holder) ? holder : undefined;
};

/**
 * A lock as a file that names its holder; that of a dead process counts for nothing. The file
 * appears with its content (by a hard link), never empty.
 *
 * @param {string} file its folder exists
 * @returns {Promise<{ holder: Holder } | { release: () => void, note: (text: string) => Promise<void> }>}
 *   `holder` when someone else has it
 */
export const takeLock = async (file) => {
  /** @type {Holder} */
  const mine = { pid: process.pid, born: bornOf(process.pid), id: randomUUID() };
  const draft = `${file}.${mine.id}`;
  await writeFile(draft, JSON.stringify(mine), { mode: 0o644 });
  try {
    for (;;) {
      try {
        await link(draft, file);
        break;
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      }
      const seen = await read(file);
      if (!seen) continue;
      if (holds(seen)) return { holder: seen };
      await removeStale(file, draft);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    // Synchronous, so that it also works in the handler of `exit`.
    release: () => {
      try {
        if (JSON.parse(readFileSync(file, 'utf8')).id === mine.id) unlinkSync(file);
      } catch {
        // Gone already, or its folder is: then there is nothing to release.
      }
    },
    note: async (text) => {
      await writeFile(draft, JSON.stringify({ ...mine, note: text }));
      await rename(draft, file);
    },
  };
};

/**
 * Two starts may find the same dead lock, and the slower one must not remove the lock that the
 * faster has taken meanwhile. So only who has the guard removes, and looks again before: a dead
 * holder's file is changed by nobody else. One that is gone must not be removed: somebody may take it now.
 *
 * @param {string} file
 * @param {string} draft names its writer
 */
const removeStale = async (file, draft) => {
  const guard = `${file}.guard`;
  try {
    await link(draft, guard);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    const other = await read(guard);
    // Killed in the millisecond that it had the guard.
    if (other && !holds(other)) await rm(guard, { force: true });
    await wait(5);
    return;
  }
  try {
    const seen = await read(file);
    if (seen && !holds(seen)) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
};
