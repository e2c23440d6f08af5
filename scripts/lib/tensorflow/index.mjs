import path from 'node:path';
import { commandsEnding, run } from '../command.mjs';
import { packageFolder } from '../install.mjs';
import { CACHE } from '../paths.mjs';
import { stampStore } from '../stamps.mjs';
import { Refusal } from '../refusal.mjs';
import { findTools, machine } from '../tools.mjs';
import { fetchWheel } from '../wheel.mjs';
import { buildAddon, unpackWheel } from './build-addon.mjs';
import { hasBinding, tryPackageDownload } from './package-download.mjs';
import { TENSORFLOW_WHEEL } from './wheel.mjs';

/** The one command that mends a missing trainer. */
export const MEND = 'npm run setup';

const NAME = 'TensorFlow for the trainer';
const stamps = stampStore(path.join(CACHE, 'stamps'));
const WORKS = 'tensorflow-works';
const FAILED = 'tensorflow-failed';

/**
 * Adds numbers natively. The two functions were removed in Node 23; tfjs-node still calls them.
 */
const PROBE = `
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value == null;
util.isArray ??= Array.isArray;
const tf = require('@tensorflow/tfjs-node');
if (tf.getBackend() !== 'tensorflow' || tf.tensor1d([1, 2, 3]).sum().dataSync()[0] !== 6) process.exit(3);
`;

/** @param {string} folder of @tensorflow/tfjs-node */
const probe = async (folder) => {
  const { code } = await run({
    file: process.execPath,
    args: ['-e', PROBE],
    cwd: folder,
    env: { TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  return code === 0;
};

/** @param {string} folder @param {(text: string) => void} progress */
const getTensorflow = async (folder, progress) => {
  const own = await tryPackageDownload(folder, progress);
  if (own.ok && (await probe(folder))) return;
  if (machine() !== 'linux-x64') {
    throw new Refusal(`Google's storage did not give libtensorflow (${own.reason})`);
  }
  const tools = await findTools();
  if ('missing' in tools) {
    throw new Refusal(
      `Google's storage did not give libtensorflow (${own.reason}), and to build it from PyPI ` +
        `this is missing: ${tools.missing.join(', ')}`,
    );
  }
  const wheel = await fetchWheel(TENSORFLOW_WHEEL, tools.pip, progress);
  progress('unpacking');
  await unpackWheel(wheel, folder, tools.python);
  progress('building the addon');
  await buildAddon(folder);
  if (!(await probe(folder))) throw new Refusal('the addon was built and does not load');
};

/**
 * Sees to it that the trainer's TensorFlow is there; never fatal. A start that could not get it
 * is not repeated at each start, only by `npm run setup`.
 *
 * @param {import('../steps.mjs').Reporter} reporter
 * @param {{ retry: boolean }} options
 * @returns {Promise<{ ready: true } | { ready: false, reason: string }>}
 */
export const prepareTensorflow = async (reporter, { retry }) => {
  const folder = packageFolder('@tensorflow/tfjs-node');
  if (!folder)
    return { ready: false, reason: 'the package @tensorflow/tfjs-node is not installed' };
  if (await hasBinding(folder)) {
    if (await stamps.isDone(WORKS, machine(), [folder])) {
      reporter.skipped(NAME, 'is there');
      return { ready: true };
    }
    if (await reporter.step(`${NAME}: trying it`, () => probe(folder))) {
      await stamps.markDone(WORKS, machine());
      return { ready: true };
    }
  }
  if (!retry && (await stamps.isDone(FAILED, machine(), []))) {
    return { ready: false, reason: 'it could not be had at an earlier start' };
  }
  await stamps.forget(WORKS);
  try {
    await reporter.step(`${NAME} (about 230 MB)`, ({ progress }) =>
      getTensorflow(folder, progress),
    );
    await stamps.markDone(WORKS, machine());
    await stamps.forget(FAILED);
    return { ready: true };
  } catch (error) {
    if (error instanceof Object && 'code' in error && error.code === 'ENOSPC') throw error;
    // It did not fail, it was broken off.
    commandsEnding.throwIfAborted();
    await stamps.markDone(FAILED, machine());
    return { ready: false, reason: error instanceof Error ? error.message : String(error) };
  }
};
