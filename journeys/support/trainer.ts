import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Server } from './server.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = path.join(ROOT, 'apps/trainer/dist/bundle/main.js');

/** The built trainer beside a server. @returns ends it in good order */
export function startTrainer({
  databaseUrl,
  dataDir,
}: Pick<Server, 'databaseUrl' | 'dataDir'>): () => Promise<void> {
  if (!existsSync(MAIN)) throw new Error(`Run "npm run build" first: ${MAIN} is missing.`);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    cwd: ROOT,
    env: { PATH, HOME, DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(timer);
  };
}
