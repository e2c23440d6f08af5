import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { commandsEnding, run } from './command.mjs';
import { download, sha256Of } from './download.mjs';
import { CACHE } from './paths.mjs';
import { megabytes } from './steps.mjs';

/**
 * A package of PyPI that is wanted for the files in it, not for Python.
 *
 * @typedef {object} Wheel
 * @property {string} requirement as pip takes it, with its version
 * @property {string} name of the file
 * @property {string} sha256
 * @property {number} bytes
 * @property {string} folder where it is kept
 */

/** Whatever Python is here: the wheel's files are wanted, which don't depend on it. */
const SELECTION = [
  '--no-deps',
  '--only-binary=:all:',
  '--platform=manylinux2014_x86_64',
  '--implementation=cp',
  '--python-version=3.11',
];

/**
 * Where pip would get the wheel from: it knows the machine's index, proxies and certificates.
 *
 * @param {string[]} pip
 * @param {string} requirement
 * @returns {Promise<string | undefined>}
 */
const findUrl = async ([file = 'pip', ...args], requirement) => {
  const { code, stdout } = await run({
    file,
    args: [
      ...args,
      'install',
      '--quiet',
      '--dry-run',
      '--ignore-installed',
      '--disable-pip-version-check',
      ...SELECTION,
      `--target=${path.join(CACHE, 'nowhere')}`,
      '--report=-',
      requirement,
    ],
    signal: AbortSignal.timeout(60_000),
  });
  if (code !== 0) return undefined;
  try {
    const report = JSON.parse(stdout.slice(stdout.indexOf('{')));
    const url = report.install[0].download_info.url;
    return /^https?:/.test(url) ? url : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The way of pip, which goes through proxies that we don't; what it began is not kept.
 *
 * @param {string[]} pip
 * @param {Wheel} wheel
 */
const downloadWithPip = async ([program = 'pip', ...args], { folder, requirement }) => {
  const { code, output } = await run({
    file: program,
    args: [...args, 'download', ...SELECTION, `--dest=${folder}`, requirement],
  });
  if (code === 0) return;
  const said = output
    .split('\n')
    .findLast((line) => /error/i.test(line))
    ?.trim();
  throw new Error(said ?? `pip ended with code ${code}`);
};

/**
 * A wheel from PyPI, kept in its folder; a broken-off download goes on next time.
 *
 * @param {Wheel} wheel
 * @param {string[]} pip
 * @param {(text: string) => void} progress
 * @returns {Promise<string>} its file
 */
export const fetchWheel = async (wheel, pip, progress) => {
  const { folder, sha256, bytes } = wheel;
  const file = path.join(folder, wheel.name);
  await mkdir(folder, { recursive: true });
  if ((await sha256Of(file).catch(() => '')) === sha256) return file;
  progress('asking PyPI');
  const url = await findUrl(pip, wheel.requirement);
  try {
    if (!url) throw new Error('pip did not say where the wheel is');
    await download({
      url,
      file,
      sha256,
      signal: commandsEnding,
      onProgress: (received, total) =>
        progress(`from PyPI, ${megabytes(received)} of ${megabytes(total ?? bytes)}`),
    });
  } catch (error) {
    if (error instanceof Object && 'code' in error && error.code === 'ENOSPC') throw error;
    progress(`from PyPI with pip, ${megabytes(bytes)}`);
    await downloadWithPip(pip, wheel);
    if ((await sha256Of(file).catch(() => '')) !== sha256) {
      throw new Error('the wheel from PyPI is not the expected file', { cause: error });
    }
  }
  return file;
};
