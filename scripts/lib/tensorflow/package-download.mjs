import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../command.mjs';
import { inRoot } from '../paths.mjs';
import { megabytes } from '../steps.mjs';

const FIRST_BYTE_MS = 20_000;
const STALL_MS = 60_000;
const POLL_MS = 1_000;

/** @param {string} folder @returns {Promise<number>} bytes */
const sizeOf = async (folder) => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(path.join(entry.parentPath, entry.name)).then(
          (found) => found.size,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
};

/**
 * The way of the package itself: fetches libtensorflow and a built addon from Google's storage. Its
 * script waits for ever where a network swallows the connection, so it is watched: something must
 * arrive within 20 s, and no pause be longer than a minute.
 *
 * @param {string} folder of @tensorflow/tfjs-node
 * @param {(text: string) => void} progress
 * @returns {Promise<{ ok: boolean, reason: string }>}
 */
export const tryPackageDownload = async (folder, progress) => {
  const deps = path.join(folder, 'deps');
  await rm(deps, { recursive: true, force: true });
  const ending = new AbortController();
  let reason = '';
  let seen = 0;
  let lastGrowth = Date.now();
  const watch = async () => {
    const size = await sizeOf(deps);
    if (size > seen) {
      seen = size;
      lastGrowth = Date.now();
      progress(`from Google's storage, ${megabytes(size)} unpacked`);
    }
    const patience = seen === 0 ? FIRST_BYTE_MS : STALL_MS;
    if (Date.now() - lastGrowth < patience) return;
    reason = `nothing arrived for ${patience / 1000} s`;
    ending.abort();
  };
  progress("asking Google's storage");
  const timer = setInterval(() => void watch(), POLL_MS);
  try {
    const { code, output } = await run({
      file: process.execPath,
      args: [path.join(folder, 'scripts', 'install.js')],
      cwd: folder,
      env: {
        PATH: [inRoot('node_modules', '.bin'), process.env.PATH].join(path.delimiter),
      },
      signal: ending.signal,
    });
    // Its script reports some failures with exit code 0: what counts is what lies there.
    const built = await hasBinding(folder);
    if (!built) await rm(deps, { recursive: true, force: true });
    const said = output
      .split('\n')
      .find((line) => /error/i.test(line))
      ?.trim();
    return { ok: built, reason: reason || said || `exit code ${code}` };
  } finally {
    clearInterval(timer);
  }
};

/** @param {string} folder of @tensorflow/tfjs-node */
export const hasBinding = async (folder) => {
  const kinds = await readdir(path.join(folder, 'lib')).catch(() => []);
  for (const kind of kinds) {
    const found = await stat(path.join(folder, 'lib', kind, 'tfjs_binding.node')).catch(
      () => undefined,
    );
    if (found) return true;
  }
  return false;
};
