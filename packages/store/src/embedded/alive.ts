import { readFileSync } from 'node:fs';

/**
 * Whether it has ended and only its parent, which may never ask, has not been told. Linux says so. While
 * one of its other threads is still being ended it holds its ports and files.
 */
const isZombie = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /[ZX]/.test(fields[0] ?? '') && Number(fields[17] ?? 0) <= 1;
  } catch {
    return false;
  }
};

/** Whether a process with this number runs; that of another user counts. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !isZombie(pid);
};
