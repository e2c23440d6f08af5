import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { runLogged } from '../command.mjs';
import { inRoot } from '../paths.mjs';
import { headersFolder } from '../tools.mjs';

/** Libraries and headers out of the wheel, into the arrangement that tfjs-node builds against. */
const UNPACK = `
import os, shutil, sys, zipfile
wheel, target = sys.argv[1], sys.argv[2]
INCLUDE = 'tensorflow/include/tensorflow/'
def place(name):
    base = name.rsplit('/', 1)[-1]
    if name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'):
        return os.path.join('lib', base)
    if name.startswith(INCLUDE) and not name.endswith('/'):
        return os.path.join('include', 'tensorflow', *name[len(INCLUDE):].split('/'))
with zipfile.ZipFile(wheel) as archive:
    for info in archive.infolist():
        to = place(info.filename)
        if to is None or '..' in to.split(os.sep):
            continue
        to = os.path.join(target, to)
        os.makedirs(os.path.dirname(to), exist_ok=True)
        with archive.open(info) as source, open(to, 'wb') as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
`;

/** Names that the linker and the loader look for. */
const LINKS = [
  ['libtensorflow_cc.so.2', 'libtensorflow.so'],
  ['libtensorflow_cc.so.2', 'libtensorflow.so.2'],
  ['libtensorflow_framework.so.2', 'libtensorflow_framework.so'],
];

/**
 * @param {string} wheel
 * @param {string} folder of @tensorflow/tfjs-node
 * @param {string} python
 */
export const unpackWheel = async (wheel, folder, python) => {
  const draft = path.join(folder, 'deps.new');
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft);
  await runLogged('tensorflow-unpack', { file: python, args: ['-c', UNPACK, wheel, draft] });
  for (const [to, name] of LINKS) {
    await symlink(
      /** @type {string} */ (to),
      path.join(draft, 'lib', /** @type {string} */ (name)),
    );
  }
  // Moved when whole: a broken-off start leaves no half of a library behind.
  await rm(path.join(folder, 'deps'), { recursive: true, force: true });
  await rename(draft, path.join(folder, 'deps'));
};

/** @param {string} folder of @tensorflow/tfjs-node */
export const buildAddon = async (folder) => {
  const headers = headersFolder();
  await runLogged('tensorflow-build', {
    file: process.execPath,
    args: [inRoot('node_modules', '.bin', 'node-pre-gyp'), 'install', '--build-from-source'],
    cwd: folder,
    env: {
      ...(headers ? { npm_config_nodedir: headers } : {}),
      PATH: [inRoot('node_modules', '.bin'), process.env.PATH].join(path.delimiter),
    },
  });
};
