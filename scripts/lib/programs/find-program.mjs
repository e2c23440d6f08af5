import path from 'node:path';
import { works } from '../tools.mjs';

/** @param {readonly string[]} names @returns {string[]} */
const onPath = (names) => {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
};

/**
 * The program that is here already: the one that the person names, an installed one, or the one that
 * an earlier set-up fetched. It must run: some systems have a command that only says what to install.
 *
 * @param {import('./program.mjs').Program} program
 * @returns {Promise<string | undefined>} its file
 */
export const findProgram = async ({ setting, names, places, kept }) => {
  const named = process.env[setting];
  for (const file of [...(named ? [named] : []), ...onPath(names), ...places, kept]) {
    if (await works(file, ['--version'])) return file;
  }
  return undefined;
};
