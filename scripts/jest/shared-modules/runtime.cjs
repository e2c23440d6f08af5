const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const { default: Runtime } = require('jest-runtime');
const { SharedSources } = require('./shared-sources.cjs');
const { standIn } = require('./stand-in.cjs');

const load = createRequire(__filename);

const isPackage = (file) => /[/\\]node_modules[/\\].*\.[cm]?js$/.test(file);

/** Ours as users have it, for journeys. */
const isBuilt = (file) => /[/\\]dist[/\\].*\.js$/.test(file);

/** A test file says so in its first comment, with a word on why. */
const wantsOwnSources = (testPath) =>
  /^\/\*\*[^/]*@own-sources/.test(readFileSync(testPath, 'utf8'));

/** What uses Jest has to be new for each test file. */
const usesJest = (file) =>
  /\.spec\.[a-z]+$/.test(file) || /from '@jest\/globals'/.test(readFileSync(file, 'utf8'));

/** What is known of files: each import asks. */
const areSources = new Map();

const isSource = (file) => {
  if (!areSources.has(file)) {
    areSources.set(file, /\.(ts|mjs)$/.test(file) && !isPackage(file) && !usesJest(file));
  }
  return areSources.get(file);
};

/** One for all test files of a worker. */
const sources = new SharedSources();

/** Files of ours by where their source maps are: a stack may begin in what an earlier test file has loaded. */
const sourceMaps = new Map();

/**
 * Jest loads everything anew for each test file, which for the API (Nest, Fastify, Prisma, zod, better-auth, and
 * some eight hundred files of ours) takes longer than the tests of most files, and V8 begins again each time to
 * compile what runs often. Here Node loads packages, and {@link SharedSources} our sources, once for all test files
 * of a worker, as in a program; only what uses Jest stays new for each.
 *
 * A test that fakes timers or changes a global that sources use begins with a comment that says `@own-sources`, and
 * has its own. Not for tests that mock a package, or need one to see faked timers.
 */
class SharedModulesRuntime extends Runtime {
  /** Stand-ins in the test's realm, by the file that they stand for. */
  standIns = new Map();

  constructor(...args) {
    super(...args);
    const { esmLoader } = this;
    const [, , , , , , testPath, { watch, watchAll }] = args;
    // Who watches wants to see what has changed.
    const isShared = watch || watchAll || wantsOwnSources(testPath) ? () => false : isSource;
    const loadOwn = esmLoader.loadEsmModule.bind(esmLoader);
    esmLoader.loadEsmModule = (file, suffix) => {
      if (isPackage(file)) return this.standInFor(file, () => import(pathToFileURL(file).href));
      if (isShared(file)) return this.standInFor(file, () => sources.import(file));
      return loadOwn(file, suffix);
    };
    // From Node 22.21 on Jest has a synchronous way as well, that asks nobody; this keeps it off.
    this._resolution.hasDistinctAsyncResolver = () => true;
    this.transformCache.sourceMaps = sourceMaps;
    sources.follow({
      isSource,
      isProgram: (file) => isPackage(file) || isBuilt(file),
      resolve: (from, specifier) => this._resolution.resolveEsmAsync(from, specifier),
      isCore: (file) => this._resolution.isCoreModule(file),
      transform: (file) => this.transformCache.transform(file, AS_MODULE),
    });
  }

  /** What is asked for as an ES module. One object for all that ask, as linking demands. */
  standInFor(file, load) {
    if (!this.standIns.has(file)) {
      const context = this.esmLoader.getContext();
      this.standIns.set(
        file,
        load().then((exported) => standIn(file, exported, context)),
      );
    }
    return this.standIns.get(file);
  }

  /** What is CommonJS, whoever asks for it. */
  requireModuleOrMock(from, name) {
    return isPackage(name) ? load(name) : super.requireModuleOrMock(from, name);
  }
}

/** As Jest asks for the translation of an ES module. */
const AS_MODULE = {
  isInternalModule: false,
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

module.exports = { default: SharedModulesRuntime, __esModule: true };
