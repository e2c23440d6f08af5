import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Results and tools, never inputs. */
const SKIPPED = new Set(['node_modules', 'dist', 'generated', '.cache', '.git', 'coverage']);

/**
 * All files under a file or folder, in a fixed order; nothing when it doesn't exist.
 *
 * @param {string} place
 * @returns {Promise<string[]>}
 */
export const listFiles = async (place) => {
  let entries;
  try {
    entries = await readdir(place, { withFileTypes: true });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOTDIR') return [place];
    if (code === 'ENOENT') return [];
    throw error;
  }
  const names = entries.filter((entry) => !SKIPPED.has(entry.name)).sort(byName);
  const lists = await Promise.all(
    names.map((entry) =>
      entry.isDirectory()
        ? listFiles(path.join(place, entry.name))
        : [path.join(place, entry.name)],
    ),
  );
  return lists.flat();
};

/** @param {{ name: string }} a @param {{ name: string }} b */
const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/**
 * A hash of names and contents.
 *
 * @param {string} root names count relative to it, so that a moved repository stays unchanged
 * @param {readonly string[]} places files and folders
 * @param {readonly string[]} [facts] other things the step depends on, such as versions
 */
export const hashInputs = async (root, places, facts = []) => {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`fact ${fact}\n`);
  for (const place of places) {
    for (const file of await listFiles(path.join(root, place))) {
      // Thousands of small files, one after the other: waiting for each takes three times as long.
      const content = readFileSync(file);
      hash.update(`${path.relative(root, file)} ${content.length}\n`).update(content);
    }
  }
  return hash.digest('hex');
};

/**
 * Remembers which inputs a step was last finished with.
 *
 * @param {string} folder
 */
export const stampStore = (folder) => ({
  /**
   * @param {string} step
   * @param {string} hash
   * @param {readonly string[]} outputs must all exist, or the step counts as not done
   */
  isDone: async (step, hash, outputs) => {
    const stored = await readFile(path.join(folder, step), 'utf8').catch(() => undefined);
    return stored?.trim() === hash && outputs.every((output) => existsSync(output));
  },
  /** @param {string} step @param {string} hash */
  markDone: async (step, hash) => {
    await mkdir(folder, { recursive: true });
    const draft = path.join(folder, `${step}.${process.pid}`);
    await writeFile(draft, `${hash}\n`);
    await rename(draft, path.join(folder, step));
  },
  /** @param {string} step */
  forget: (step) => rm(path.join(folder, step), { force: true }),
});
