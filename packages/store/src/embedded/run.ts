import { spawn, type SpawnOptions } from 'node:child_process';

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a short program to its end and gives its exit code and what it printed, both streams. */
export const run = (
  file: string,
  args: readonly string[],
  account?: Pick<SpawnOptions, 'uid' | 'gid'>,
): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...account,
      // The messages are read below and in logs: one language, whatever the machine speaks.
      env: { ...process.env, LC_ALL: 'C' },
      // The caller's folder may be closed to the other account, which initdb complains about.
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
