import { AsyncLocalStorage } from 'node:async_hooks';
import vm from 'node:vm';
import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';

/**
 * Jest gives each test file a realm with typed arrays of its own. Native addons (ONNX Runtime,
 * TensorFlow) compare with those of the outer realm ("data must be type of Float32Array"), so the
 * test's realm takes them from there.
 */
const FROM_OUTER_REALM = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
  'Float32Array',
  'Float64Array',
  'DataView',
  'ArrayBuffer',
  'SharedArrayBuffer',
];

/**
 * Storages that were used in a test file. Jest makes one for each and never lets go of it, and until Node 24 every
 * promise goes through all that there are: after a hundred files an eighth of the time went there.
 *
 * @type {Set<AsyncLocalStorage<unknown>>}
 */
const usedStorages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
  usedStorages.add(this);
  return run.apply(this, args);
};

const { createContext } = vm;

/**
 * Jest's global object has its look-ups (`Math`, `Float32Array`, ...) intercepted one by one: loops over
 * pixels take up to four times as long in it. It offers no other one, so it is given this while it asks.
 */
const ordinaryGlobal = () => createContext(vm.constants.DONT_CONTEXTIFY);

export default class InklingEnvironment extends NodeEnvironment {
  constructor(config, context) {
    vm.createContext = ordinaryGlobal;
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    for (const name of FROM_OUTER_REALM) this.global[name] = globalThis[name];
    // Tests must never reach for the network: ONNX Runtime reports usage unless told not to.
    this.global.process.env.ORT_DISABLE_TELEMETRY = '1';
  }

  async teardown() {
    await super.teardown();
    for (const storage of usedStorages) storage.disable();
    usedStorages.clear();
  }
}
