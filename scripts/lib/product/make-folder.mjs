import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` asks for ever where the system makes no
 * folder under one that is there, as under /proc.
 *
 * @param {string} folder absolute
 * @returns {Promise<void>}
 */
export const makeFolder = async (folder) => {
  try {
    await makeOne(folder);
  } catch (error) {
    const parent = path.dirname(folder);
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT' || parent === folder) {
      throw error;
    }
    await makeFolder(parent);
    await makeOne(folder);
  }
};

/** That is harmless where it is there; a file of this name is an error. @param {string} folder */
const makeOne = async (folder) => {
  try {
    await mkdir(folder);
  } catch (error) {
    if (!(await isFolder(folder))) throw error;
  }
};

/** @param {string} folder */
const isFolder = (folder) =>
  stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
