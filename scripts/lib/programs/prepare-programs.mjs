import { commandsEnding } from '../command.mjs';
import { CHROMIUM } from './chromium.mjs';
import { findProgram } from './find-program.mjs';
import { canInstall, installWithApt } from './install-with-apt.mjs';
import { REDIS } from './redis.mjs';

/** What tests need besides the packages of the lock file. */
export const TEST_PROGRAMS = [CHROMIUM, REDIS];

/** @typedef {import('./program.mjs').Program} Program */

/**
 * Ways to a program that is missing, the best first.
 *
 * @param {Program} program
 * @param {boolean} asRoot
 * @returns {readonly { name: string, go: (progress: (text: string) => void) => Promise<void> }[]}
 */
const waysTo = (program, asRoot) => [
  ...(asRoot
    ? [
        {
          name: `${program.name} (apt-get install ${program.debianPackage})`,
          go: () => installWithApt(program.debianPackage),
        },
      ]
    : []),
  { name: `${program.name} (fetched for these tests)`, go: program.fetch },
];

/**
 * @param {import('../steps.mjs').Reporter} reporter
 * @param {Program} program
 * @param {boolean} asRoot
 * @returns {Promise<string | undefined>} its file
 */
const getProgram = async (reporter, program, asRoot) => {
  for (const { name, go } of waysTo(program, asRoot)) {
    let reason = '';
    const file = await reporter.step(
      name,
      async ({ progress }) => {
        await go(progress).catch((error) => {
          commandsEnding.throwIfAborted();
          reason = error instanceof Error ? error.message : String(error);
        });
        return findProgram(program);
      },
      (found) => found !== undefined,
    );
    if (file !== undefined) return file;
    if (reason) reporter.line(`    ${reason}`);
  }
  return undefined;
};

/**
 * Sees to it that programs are there: what is found, else installed where this process may, else
 * fetched into `.cache`. Never fatal: what needs one that can't be had fails by itself.
 *
 * @param {import('../steps.mjs').Reporter} reporter
 * @param {readonly Program[]} [programs]
 * @returns {Promise<Record<string, string>>} environment variables that name them
 */
export const preparePrograms = async (reporter, programs = TEST_PROGRAMS) => {
  /** @type {Record<string, string>} */
  const settings = {};
  // One after the other: apt-get lets nobody in beside itself.
  for (const program of programs) {
    const found = await findProgram(program);
    if (found !== undefined) reporter.skipped(program.name, found);
    const file = found ?? (await getProgram(reporter, program, await canInstall()));
    if (file === undefined) reporter.line(`  ! ${program.need}`);
    else settings[program.setting] = file;
  }
  return settings;
};
