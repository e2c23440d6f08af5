import { isZombie } from './process-stat.mjs';

/**
 * Whether a process with this number runs (that of another user counts, one that has ended and that its
 * parent has not asked about does not).
 *
 * @param {number} pid
 */
export const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Object && 'code' in error && error.code === 'EPERM')) return false;
  }
  return !isZombie(pid);
};
