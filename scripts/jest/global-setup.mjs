import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';

import { isAlive } from '../lib/alive.mjs';
import { findProgram } from '../lib/programs/find-program.mjs';
import { TEST_PROGRAMS } from '../lib/programs/prepare-programs.mjs';
import { chooseFolder, FOLDERS } from './temporary-folder.mjs';

const PREFIX = 'inkling-test-';

const readNumber = async (file, pick) => {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : pick(text);
};

/** Its number may be another process's by now: Postgres works inside its data folder. */
const worksIn = async (pid, folder) =>
  isAlive(pid) && (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === folder;

/** Ends and removes what a killed run left behind. */
const sweep = async (folder) => {
  const owner = await readNumber(path.join(folder, 'owner'), Number);
  if (owner === undefined || isAlive(owner)) return;
  const cluster = path.join(folder, 'data', 'postgres');
  const server = await readNumber(path.join(cluster, 'postmaster.pid'), (text) =>
    Number.parseInt(text, 10),
  );
  if (server !== undefined && (await worksIn(server, cluster))) process.kill(server, 'SIGQUIT');
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
};

/** Names the programs that tests run; `npm test` has named them already. */
const namePrograms = async () => {
  for (const program of TEST_PROGRAMS) {
    // An empty name is none.
    const file = process.env[program.setting] || (await findProgram(program));
    if (file !== undefined) process.env[program.setting] = file;
  }
};

/** Ends and removes what killed runs left behind, wherever they ran. */
const sweepAll = async () => {
  for (const parent of FOLDERS) {
    const names = await readdir(parent).catch(() => []);
    for (const name of names.filter((one) => one.startsWith(PREFIX))) {
      await sweep(path.join(parent, name)).catch(() => undefined);
    }
  }
};

/**
 * Names the folder that test files of this run share; a Postgres is started there when one asks, and what
 * tests write into the system's temporary folder goes there too.
 */
export default async () => {
  await namePrograms();
  await sweepAll();
  const folder = await mkdtemp(path.join(await chooseFolder(), PREFIX));
  const temporary = path.join(folder, 'tmp');
  await mkdir(temporary);
  // As root, Postgres runs as another user and has to pass through.
  for (const passed of [folder, temporary]) await chmod(passed, 0o711);
  await writeFile(path.join(folder, 'owner'), String(process.pid));
  process.env.INKLING_TEST_RUN = folder;
  process.env.TMPDIR = temporary;
};
