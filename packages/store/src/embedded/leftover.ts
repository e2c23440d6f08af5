import { readFile, readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSetUpError } from '../errors.js';
import type { Account } from './account.js';
import { isAlive } from './alive.js';
import type { Binaries } from './binaries.js';
import { run } from './run.js';

const pidFileIn = (cluster: string): string => path.join(cluster, 'postmaster.pid');

const readPid = async (cluster: string): Promise<number | undefined> => {
  const text = await readFile(pidFileIn(cluster), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
};

/**
 * Whether the process is a Postgres of this cluster, and not another that got the same number later
 * (usual in containers). Postgres works inside its data folder, which Linux tells; elsewhere a living
 * process is taken for it, and pg_ctl decides.
 */
const belongsTo = async (pid: number, cluster: string): Promise<boolean> => {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  return folder === undefined || folder === cluster;
};

/**
 * After `kill -9` of Inkling its Postgres may still run. Two on one folder would ruin it, so the old
 * one is stopped in good order; the file of a dead one is taken away.
 *
 * @param cluster the real path of the cluster, without links
 * @returns whether one was stopped
 */
export const stopLeftover = async (
  cluster: string,
  binaries: Binaries,
  account?: Account,
): Promise<boolean> => {
  const pid = await readPid(cluster);
  if (pid === undefined) return false;
  if (!(await belongsTo(pid, cluster))) {
    await rm(pidFileIn(cluster), { force: true });
    return false;
  }
  const stopped = await run(
    binaries.pgCtl,
    ['stop', '--pgdata', cluster, '--mode=fast', '--wait', '--timeout=30'],
    account,
  );
  if (stopped.code === 0) return true;
  if (!isAlive(pid)) return false;
  throw new DatabaseSetUpError(
    'postgres-failed',
    `A Postgres (process ${pid}) still uses ${cluster} and does not stop: end it and start again.`,
  );
};
