import { readFileSync } from 'node:fs';

/**
 * What the kernel says of a process. `born` is when it started, by the kernel's count: it tells a process
 * from a later one with the same number, which containers see often.
 *
 * @param {number} pid
 * @returns {{ state: string, threads: number, born: string }} empty where the system doesn't tell, or there is none
 */
const statOf = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', threads: Number(fields[17] ?? 0), born: fields[19] ?? '' };
  } catch {
    return { state: '', threads: 0, born: '' };
  }
};

/** @param {number} pid @returns {string} empty where the system doesn't tell */
export const bornOf = (pid) => statOf(pid).born;

/**
 * Whether it has ended and only its parent has not asked how yet. While one of its other threads is still
 * being ended it holds its ports and files, whatever the state of its first one.
 *
 * @param {number} pid
 */
export const isZombie = (pid) => {
  const { state, threads } = statOf(pid);
  return /[ZX]/.test(state) && threads <= 1;
};
