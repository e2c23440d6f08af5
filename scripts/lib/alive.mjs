/**
 * Whether a process with this number runs (that of another user counts).
 *
 * @param {number} pid
 */
export const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Object && 'code' in error && error.code === 'EPERM';
  }
};
