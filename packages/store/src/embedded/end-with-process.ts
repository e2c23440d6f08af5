import { spawn } from 'node:child_process';

/** Waits for the end of its input, which comes when the process that holds the other end is gone. */
const WATCH = 'while read -r _; do :; done; kill -s INT "$1"';

/**
 * Stops a Postgres in good order when this process ends by whatever way, `kill -9` included: Postgres
 * itself takes no notice. A shell that waits costs next to nothing. Not on Windows, which has neither.
 *
 * @returns takes the watcher away; for when Postgres has ended
 */
export const endWithProcess = (pid: number): (() => void) => {
  if (process.platform === 'win32') return () => undefined;
  const watcher = spawn('sh', ['-c', WATCH, 'sh', String(pid)], {
    cwd: '/',
    // Ctrl-C in the terminal is for Inkling alone.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  // The types don't say that this end of the pipe is a socket.
  (watcher.stdin as unknown as { unref(): void }).unref();
  return () => watcher.kill('SIGKILL');
};
