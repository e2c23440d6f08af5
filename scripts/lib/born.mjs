import { readFileSync } from 'node:fs';

/**
 * When a process started, by the kernel's count: tells it from a later one with the same number,
 * which containers see often.
 *
 * @param {number} pid
 * @returns {string} empty where the system doesn't tell
 */
export const bornOf = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces; the start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
};
