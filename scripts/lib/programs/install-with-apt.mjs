import { run } from '../command.mjs';
import { works } from '../tools.mjs';

const WITHIN_MS = 10 * 60_000;

/** Only root may install, and asking for a password in the middle of a test run is no way. */
export const canInstall = async () =>
  process.getuid?.() === 0 && (await works('apt-get', ['--version']));

/** @param {readonly string[]} args */
const apt = (args) =>
  run({
    file: 'apt-get',
    args,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    signal: AbortSignal.timeout(WITHIN_MS),
  });

/**
 * Installs a package if it can: what counts is whether the program is there afterwards.
 *
 * @param {string} name
 */
export const installWithApt = async (name) => {
  await apt(['update', '-qq']);
  await apt(['install', '-y', '-qq', name]);
};
