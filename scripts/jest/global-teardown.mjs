import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from '../lib/alive.mjs';

/** Stops the Postgres that test files shared, if any asked for one, and removes its data. */
export default async () => {
  const folder = process.env.INKLING_TEST_RUN;
  if (!folder) return;
  const state = await readFile(path.join(folder, 'server.json'), 'utf8').catch(() => undefined);
  if (state !== undefined) {
    const { pid } = JSON.parse(state);
    // The data are thrown away: it need not tidy up.
    if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
    for (let waits = 0; waits < 500 && isAlive(pid); waits += 1) await wait(10);
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
};
