import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MODELS_DIR } from './test-app.js';

/** A new folder that has these of the shipped networks alone, for `MODELS_DIR`; to be removed. */
export async function modelsFolder(...names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'inkling-models-'));
  for (const name of names) await symlink(path.join(MODELS_DIR, name), path.join(folder, name));
  return folder;
}
