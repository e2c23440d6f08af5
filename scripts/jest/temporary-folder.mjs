import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const MEMORY = '/dev/shm';
const NEEDED_BYTES = 2 * 2 ** 30;

/** Where runs of tests have their folders. */
export const FOLDERS = [...new Set([os.tmpdir(), MEMORY])];

/** Some systems mount it so that nothing in it can be executed; tests make small programs. */
const executes = async (folder) => {
  const trial = await mkdtemp(path.join(folder, 'inkling-trial-'));
  try {
    const program = path.join(trial, 'program');
    await writeFile(program, '#!/bin/sh\n', { mode: 0o755 });
    await promisify(execFile)(program);
    return true;
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
};

const hasRoom = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return Math.min(bavail * bsize, os.freemem() / 2) >= NEEDED_BYTES;
};

/** Memory where there is plenty: hundreds of databases and data folders are made, and thrown away. */
export const chooseFolder = async () => {
  try {
    if ((await hasRoom(MEMORY)) && (await executes(MEMORY))) return MEMORY;
  } catch {
    // Not there, or not for us.
  }
  return os.tmpdir();
};
