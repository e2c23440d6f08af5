import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { API_BUNDLE, bundleApps, TRAINER_BUNDLE } from './bundles.mjs';
import { runLogged } from './command.mjs';
import { bundlePad, PAD_FILE } from './pad.mjs';
import { CACHE, inRoot, ROOT, TYPESCRIPT } from './paths.mjs';
import { hashInputs, stampStore } from './stamps.mjs';

/**
 * @typedef {object} BuildStep
 * @property {string} name
 * @property {string} stamp
 * @property {readonly string[]} inputs files and folders
 * @property {readonly string[]} outputs that must exist
 * @property {() => Promise<unknown>} work
 */

const COMPILED = [
  'packages/ink',
  'packages/recognizer',
  'packages/contract',
  'packages/store',
  'apps/api',
  'apps/trainer',
];

const DOCUMENT = 'apps/api/dist/openapi.json';
const CALL_TYPES = 'packages/client/src/generated/schema.ts';

const generate = () =>
  runLogged('prisma', {
    file: process.execPath,
    args: [
      inRoot('node_modules', 'prisma', 'build', 'index.js'),
      'generate',
      '--schema',
      'prisma/schema.prisma',
    ],
    // Only migrations by Prisma's own engine would need it, and it would be downloaded: any file will do.
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  });

/** Only translates: `npm run typecheck` and `npm test` check the types, of specs and of all sources in one go. */
const compile = () =>
  runLogged('tsc', {
    file: process.execPath,
    args: [TYPESCRIPT, '-b', '--noCheck'],
  });

const bundle = () =>
  runLogged('vite', {
    file: process.execPath,
    args: [inRoot('node_modules', 'vite', 'bin', 'vite.js'), 'build'],
    cwd: inRoot('apps', 'web'),
    env: { NODE_ENV: 'production' },
  });

const describe = () =>
  runLogged('openapi', {
    file: process.execPath,
    args: [inRoot('apps', 'api', 'dist', 'openapi.js'), inRoot(...DOCUMENT.split('/'))],
  });

const typeDocument = () =>
  runLogged('openapi-typescript', {
    file: process.execPath,
    args: [
      inRoot('node_modules', 'openapi-typescript', 'bin', 'cli.js'),
      inRoot(...DOCUMENT.split('/')),
      '-o',
      inRoot(...CALL_TYPES.split('/')),
    ],
  });

/** After the types of its calls, which come from the compiled API. */
const compileClient = () =>
  runLogged('client', {
    file: process.execPath,
    args: [TYPESCRIPT, '-b', '--noCheck', inRoot('packages', 'client')],
  });

const CODE = [
  'tsconfig.json',
  'prisma/schema.prisma',
  ...COMPILED.flatMap((folder) => [
    `${folder}/src`,
    `${folder}/tsconfig.json`,
    `${folder}/package.json`,
  ]),
];

/** What Vite bundles into the web app, from their sources. */
const WEB_PACKAGES = ['ink', 'recognizer', 'contract', 'client'];

/** @satisfies {Record<string, BuildStep>} */
export const STEPS = {
  client: {
    name: 'Database client',
    stamp: 'prisma',
    inputs: ['prisma/schema.prisma'],
    outputs: ['packages/store/src/generated/client.ts'],
    work: generate,
  },
  code: {
    name: 'API and trainer',
    stamp: 'tsc',
    inputs: CODE,
    outputs: [
      'packages/contract/dist/index.js',
      'packages/store/dist/index.js',
      'apps/api/dist/main.js',
    ],
    work: compile,
  },
  web: {
    name: 'Web app',
    stamp: 'vite',
    inputs: [
      'apps/web',
      // A package.json says which source answers to which import.
      ...WEB_PACKAGES.flatMap((name) => [`packages/${name}/src`, `packages/${name}/package.json`]),
    ],
    outputs: ['apps/web/dist/index.html'],
    work: bundle,
  },
  bundles: {
    name: 'API and trainer in few files',
    stamp: 'bundles',
    inputs: [...CODE, 'scripts/lib/bundles.mjs', 'scripts/lib/one-byte.mjs'],
    outputs: [API_BUNDLE, TRAINER_BUNDLE],
    work: bundleApps,
  },
  document: {
    name: 'OpenAPI document',
    stamp: 'openapi',
    inputs: CODE,
    outputs: [DOCUMENT],
    work: describe,
  },
  // Most changes of the API leave the document as it was.
  types: {
    name: 'Types of the API',
    stamp: 'openapi-types',
    inputs: [DOCUMENT],
    outputs: [CALL_TYPES],
    work: typeDocument,
  },
  apiClient: {
    name: 'Client of the API',
    stamp: 'client',
    inputs: [DOCUMENT, 'packages/client'],
    outputs: ['packages/client/dist/index.js', 'packages/client/dist/index.d.ts'],
    work: compileClient,
  },
  pad: {
    name: 'Pad for other pages',
    stamp: 'pad',
    inputs: ['packages/pad', 'packages/client', 'scripts/lib/pad.mjs'],
    outputs: [PAD_FILE, `${PAD_FILE}.br`, `${PAD_FILE}.gz`],
    work: bundlePad,
  },
};

/**
 * Builds what changed since the last build.
 *
 * @param {import('./steps.mjs').Reporter} reporter
 * @param {{ web?: boolean, types?: boolean }} [wanted] `types` are for who checks types: they are no part of
 *   what runs
 */
export const build = async (reporter, { web = true, types = false } = {}) => {
  const stamps = stampStore(path.join(CACHE, 'stamps'));
  // Tools come from the lock file: with other ones everything is built anew.
  const lock = await readFile(inRoot('package-lock.json'), 'utf8');

  /** One after the other. @param {readonly BuildStep[]} steps */
  const make = async (...steps) => {
    for (const step of steps) {
      const hash = await hashInputs(ROOT, step.inputs, [lock]);
      const outputs = step.outputs.map((output) => inRoot(output));
      if (await stamps.isDone(step.stamp, hash, outputs)) {
        reporter.skipped(step.name, 'unchanged');
        continue;
      }
      await stamps.forget(step.stamp);
      await reporter.step(step.name, step.work);
      const missing = outputs.find((output) => !existsSync(output));
      if (missing)
        throw new Error(`the build of "${step.name}" did not make ${path.relative(ROOT, missing)}`);
      await stamps.markDone(step.stamp, hash);
    }
  };

  // What is bundled is bundled from sources: it waits for nothing that is compiled.
  const done = await Promise.allSettled([
    make(
      STEPS.client,
      STEPS.code,
      STEPS.bundles,
      ...(types ? [STEPS.document, STEPS.types, STEPS.apiClient] : []),
    ),
    make(...(web ? [STEPS.web, STEPS.pad] : [])),
  ]);
  for (const one of done) if (one.status === 'rejected') throw one.reason;
};
