import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const rootDir = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const support = (file) => `${rootDir}/scripts/jest/${file}`;

const swc = {
  // Without `module.type` swc leaves import and export alone: Jest runs everything as ES modules.
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    keepClassNames: true,
  },
  sourceMaps: 'inline',
};

/** One project for each workspace with sources. */
const workspaces = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(`${rootDir}/${parent}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`)
    .filter((workspace) => existsSync(`${rootDir}/${workspace}/src`)),
);

const shared = {
  rootDir,
  testEnvironment: support('environment.mjs'),
  setupFilesAfterEnv: [support('equal-bytes.mjs')],
  // `@inkling/source` makes packages answer with their TypeScript, so that tests need no build.
  testEnvironmentOptions: { customExportConditions: ['@inkling/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'cjs', 'js', 'json', 'node'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  transform: { '\\.ts$': ['@swc/jest', swc] },
  modulePathIgnorePatterns: ['/dist/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  injectGlobals: false,
  restoreMocks: true,
};

/** For tests that neither mock packages nor fake timers that packages use; the web app's do. */
const sharedModules = {
  runtime: support('shared-modules/runtime.cjs'),
  testEnvironment: support('shared-modules/environment.mjs'),
};

const workspaceProject = (workspace) => ({
  ...shared,
  ...(workspace !== 'apps/web' && sharedModules),
  displayName: workspace.split('/')[1],
  roots: [`${rootDir}/${workspace}/src`],
  testMatch: [`${rootDir}/${workspace}/src/**/*.spec.ts`],
});

const scriptsProject = {
  ...shared,
  displayName: 'scripts',
  roots: [`${rootDir}/scripts`],
  testMatch: [`${rootDir}/scripts/**/*.spec.mjs`],
};

const STARTS = '/journeys/(start|crash|learning)\\.spec\\.ts$';
const GUIDE = '/journeys/guide/';

/** The built app with real models in a real browser: `npm run build` comes first. */
const journeysProject = {
  ...shared,
  ...sharedModules,
  displayName: 'journeys',
  roots: [`${rootDir}/journeys`],
  testMatch: [`${rootDir}/journeys/**/*.spec.ts`],
  testPathIgnorePatterns: [...shared.testPathIgnorePatterns, STARTS, GUIDE],
};

/** Journeys that run `npm start` itself: one at a time, since a checkout sets itself up once at a time. */
const startsProject = {
  ...shared,
  ...sharedModules,
  displayName: 'starts',
  roots: [`${rootDir}/journeys`],
  testRegex: [STARTS],
};

/** Takes the pictures of the guide: `npm run docs:pictures`. */
const guideProject = {
  ...shared,
  ...sharedModules,
  displayName: 'guide',
  roots: [`${rootDir}/journeys/guide`],
  testMatch: [`${rootDir}/journeys/guide/*.spec.ts`],
};

export default {
  rootDir,
  projects: [
    ...workspaces.map(workspaceProject),
    scriptsProject,
    journeysProject,
    startsProject,
    guideProject,
  ],
  testSequencer: support('longest-first.cjs'),
  globalSetup: support('global-setup.mjs'),
  globalTeardown: support('global-teardown.mjs'),
  // Training tests and the embedded Postgres need more than Jest's 5 s on a small machine.
  testTimeout: 60_000,
};
