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

export default class InklingEnvironment extends NodeEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of FROM_OUTER_REALM) this.global[name] = globalThis[name];
    // Tests must never reach for the network: ONNX Runtime reports usage unless told not to.
    this.global.process.env.ORT_DISABLE_TELEMETRY = '1';
  }
}
