import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { TRAINER_BUNDLE } from '../../scripts/lib/bundles.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The built trainer, beside the API on its database, as `npm start` runs it. */
export async function startTrainer({ databaseUrl, dataDir }) {
  const child = spawn(process.execPath, [path.join(root, TRAINER_BUNDLE)], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'error' },
  });
  const ready = new Promise((resolve) => child.on('message', resolve));
  const ended = once(child, 'exit').then(() => {
    throw new Error('the trainer did not start');
  });
  // After it is ready its end is no failure of the start.
  ended.catch(() => undefined);
  await Promise.race([ready, ended]);
  return async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
}
