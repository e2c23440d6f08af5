const path = require('node:path');
const vm = require('node:vm');
const { pathToFileURL } = require('node:url');
const { standIn } = require('./stand-in.cjs');

/**
 * Our TypeScript as modules of Node's own realm, each loaded once.
 *
 * How files are found and translated is a matter of Jest; the latest test file's is asked.
 */
class SharedSources {
  modules = new Map();
  linked = Promise.resolve();
  evaluating = new WeakMap();

  follow(way) {
    this.way = way;
  }

  /** @returns the exports of a file of ours */
  async import(file) {
    return (await this.ready(await this.load(file))).namespace;
  }

  /** A module that may still have to be linked and evaluated; the same one for all that ask. */
  load(file) {
    if (!this.modules.has(file)) this.modules.set(file, this.open(file));
    return this.modules.get(file);
  }

  async open(file) {
    const { way } = this;
    if (way.isCore(file)) return standIn(file, await import(file));
    if (way.isProgram(file)) return standIn(file, await import(pathToFileURL(file).href));
    if (file.endsWith('.json')) return standIn(file, { default: require(file) });
    if (!way.isSource(file)) {
      throw new Error(`${file} is new for each test file: sources cannot import it`);
    }
    const url = pathToFileURL(file).href;
    return new vm.SourceTextModule(way.transform(file), {
      identifier: file,
      importModuleDynamically: async (specifier) => this.ready(await this.find(file, specifier)),
      initializeImportMeta: (meta) =>
        Object.assign(meta, { url, filename: file, dirname: path.dirname(file) }),
    });
  }

  async find(from, specifier) {
    return this.load(await this.way.resolve(from, specifier));
  }

  async ready(module) {
    await this.link(module);
    if (module.status === 'linked') this.evaluating.set(module, module.evaluate());
    await this.evaluating.get(module);
    // Evaluated for one that imports it, and perhaps not yet to its end.
    while (module.status === 'evaluating') await new Promise((done) => setImmediate(done));
    if (module.status === 'errored') throw module.error;
    return module;
  }

  /** One after the other: Node links what a module imports along with it, and two must not meet there. */
  link(module) {
    const linked = this.linked.then(() =>
      module.status === 'unlinked'
        ? module.link((specifier, { identifier }) => this.find(identifier, specifier))
        : undefined,
    );
    this.linked = linked.catch(() => undefined);
    return linked;
  }
}

module.exports = { SharedSources };
