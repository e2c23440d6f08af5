const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const vm = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const load = createRequire(__filename);

const isPackage = (file) => /[/\\]node_modules[/\\].*\.[cm]?js$/.test(file);

/**
 * Jest loads everything anew for each test file, which for the API's packages (Nest, Fastify, Prisma, zod,
 * better-auth) takes longer than the tests of most files. Here Node loads packages itself, once for all test
 * files of a worker, as it does for a program; what is ours stays new for each file.
 *
 * Not for tests that mock a package, or need a package to see faked timers.
 */
class SharedPackagesRuntime extends Runtime {
  packages = new Map();

  constructor(...args) {
    super(...args);
    const { esmLoader } = this;
    const loadOurs = esmLoader.loadEsmModule.bind(esmLoader);
    esmLoader.loadEsmModule = (file, suffix) =>
      isPackage(file) ? this.importPackage(file) : loadOurs(file, suffix);
    // From Node 22.21 on Jest has a synchronous way as well, that asks nobody; this keeps it off.
    this._resolution.hasDistinctAsyncResolver = () => true;
  }

  /** What is asked for as an ES module. One object for all that ask, as linking demands. */
  importPackage(file) {
    if (!this.packages.has(file)) this.packages.set(file, this.standIn(file));
    return this.packages.get(file);
  }

  /** A module of the test's realm with the exports of Node's. */
  async standIn(file) {
    const exported = await import(pathToFileURL(file).href);
    const names = Object.keys(exported);
    const module = new vm.SyntheticModule(
      names,
      () => names.forEach((name) => module.setExport(name, exported[name])),
      { context: this.esmLoader.getContext(), identifier: file },
    );
    await module.link(() => undefined);
    await module.evaluate();
    return module;
  }

  /** What is CommonJS, whoever asks for it. */
  requireModuleOrMock(from, name) {
    return isPackage(name) ? load(name) : super.requireModuleOrMock(from, name);
  }
}

module.exports = { default: SharedPackagesRuntime, __esModule: true };
