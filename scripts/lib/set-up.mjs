import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.mjs';
import { commandsEnding, leftovers } from './command.mjs';
import { installPackages, isInstalled, linkPostgres } from './install.mjs';
import { takeLock } from './lock.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { preparePrograms } from './programs/prepare-programs.mjs';
import { Refusal } from './refusal.mjs';
import { MEND, prepareTensorflow } from './tensorflow/index.mjs';

const lockRepository = async () => {
  try {
    await mkdir(CACHE, { recursive: true });
    return await takeLock(path.join(CACHE, 'set-up.lock'));
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM') throw error;
    throw new Refusal(`The folder ${ROOT} cannot be written: Inkling is built in it, so allow it.`);
  }
};

/**
 * Brings a fresh clone, or one that has changed, to where Inkling can be started. Finished steps are
 * not repeated.
 *
 * @param {import('./steps.mjs').Reporter} reporter
 * @param {{ retryTensorflow?: boolean, forTests?: boolean }} [options] `forTests` also gets what tests
 *   need: programs, named in this process's environment, and types of the API
 * @returns {Promise<{ trainer: boolean }>}
 */
export const setUp = async (reporter, { retryTensorflow = false, forTests = false } = {}) => {
  const lock = await lockRepository();
  if ('holder' in lock) {
    throw new Refusal(
      `Inkling is being set up in this folder by another process (${lock.holder.pid}): wait for it.`,
    );
  }
  process.once('exit', lock.release);
  try {
    await leftovers.endAll();
    if (await isInstalled()) reporter.skipped('Packages', 'as in the lock file');
    else await reporter.step('Packages (npm ci)', () => installPackages());
    await linkPostgres();
    // One computes, the others mostly wait for the network and the disk.
    const [built, tensorflow, programs] = await Promise.allSettled([
      build(reporter, { types: forTests }),
      prepareTensorflow(reporter, { retry: retryTensorflow }),
      forTests ? preparePrograms(reporter) : {},
    ]);
    commandsEnding.throwIfAborted();
    if (built.status === 'rejected') throw built.reason;
    if (tensorflow.status === 'rejected') throw tensorflow.reason;
    if (programs.status === 'rejected') throw programs.reason;
    Object.assign(process.env, programs.value);
    if (!tensorflow.value.ready) {
      reporter.line(`  ! No trainer: ${tensorflow.value.reason}.`);
      reporter.line(`    Everything else works. To try again: ${MEND}`);
    }
    return { trainer: tensorflow.value.ready };
  } finally {
    lock.release();
    process.removeListener('exit', lock.release);
  }
};
