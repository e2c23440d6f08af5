import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runLogged } from './command.mjs';
import { CACHE, inRoot, ROOT } from './paths.mjs';
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
    args: [inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-b', '--noCheck'],
  });

const bundle = () =>
  runLogged('vite', {
    file: process.execPath,
    args: [inRoot('node_modules', 'vite', 'bin', 'vite.js'), 'build'],
    cwd: inRoot('apps', 'web'),
    env: { NODE_ENV: 'production' },
  });

/** @type {readonly BuildStep[]} */
const STEPS = [
  {
    name: 'Database client',
    stamp: 'prisma',
    inputs: ['prisma/schema.prisma'],
    outputs: ['packages/store/src/generated/client.ts'],
    work: generate,
  },
  {
    name: 'API and trainer',
    stamp: 'tsc',
    inputs: [
      'tsconfig.json',
      'prisma/schema.prisma',
      ...COMPILED.flatMap((folder) => [
        `${folder}/src`,
        `${folder}/tsconfig.json`,
        `${folder}/package.json`,
      ]),
    ],
    outputs: [
      'packages/contract/dist/index.js',
      'packages/store/dist/index.js',
      'apps/api/dist/main.js',
    ],
    work: compile,
  },
  {
    name: 'Web app',
    stamp: 'vite',
    inputs: ['apps/web', 'packages/ink/src', 'packages/recognizer/src', 'packages/contract/src'],
    outputs: ['apps/web/dist/index.html'],
    work: bundle,
  },
];

/**
 * Builds what changed since the last build.
 *
 * @param {import('./steps.mjs').Reporter} reporter
 */
export const build = async (reporter) => {
  const stamps = stampStore(path.join(CACHE, 'stamps'));
  // Tools come from the lock file: with other ones everything is built anew.
  const lock = await readFile(inRoot('package-lock.json'), 'utf8');
  for (const step of STEPS) {
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
