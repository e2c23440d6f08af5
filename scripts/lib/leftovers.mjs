import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from './alive.mjs';
import { bornOf } from './process-stat.mjs';

/**
 * `kill -9` of set-up leaves the program that it was running, `npm ci` say, at work; the next start
 * must not run the same beside it. So running programs are written down, each in a file of its own.
 *
 * @param {string} folder
 */
export const leftoverStore = (folder) => ({
  /** @param {number} pid leader of a process group */
  note: (pid) => {
    try {
      mkdirSync(folder, { recursive: true });
      const note = { born: bornOf(pid), owner: process.pid, ownerBorn: bornOf(process.pid) };
      writeFileSync(path.join(folder, String(pid)), JSON.stringify(note));
    } catch {
      // A full or read-only disk: the program itself will say so better.
    }
  },
  /** @param {number} pid */
  forget: (pid) => rmSync(path.join(folder, String(pid)), { force: true }),
  /** Ends, with all that they started, those that a killed process left. */
  endAll: async () => {
    for (const name of namesIn(folder)) {
      const pid = Number(name);
      const file = path.join(folder, name);
      const note = readNote(file);
      // Another start or test that is alive looks after its own.
      if (note && runs(note.owner, note.ownerBorn)) continue;
      if (note && runs(pid, note.born)) await endGroup(pid);
      rmSync(file, { force: true });
    }
  },
});

/**
 * @param {string} file
 * @returns {{ born: string, owner: number, ownerBorn: string } | undefined}
 */
const readNote = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** @param {number} pid @param {string} born */
const runs = (pid, born) => born !== '' && isAlive(pid) && bornOf(pid) === born;

/** @param {string} folder @returns {string[]} */
const namesIn = (folder) => {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
};

/** @param {number} pid */
const endGroup = async (pid) => {
  process.kill(-pid, 'SIGKILL');
  for (let waits = 0; waits < 200 && isAlive(pid); waits += 1) await wait(25);
};
