import InklingEnvironment from '../environment.mjs';

/**
 * Packages and our sources live in the outer realm, see runtime.cjs. What tests make for them or hold against what
 * they return (`error instanceof Error`, `{ longs: Number }`) is therefore taken from there.
 */
const FROM_OUTER_REALM = [
  'Boolean',
  'Number',
  'String',
  'BigInt',
  'Date',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
  // Its errors are to be instances of the above.
  'JSON',
  // What decorators say is kept in it.
  'Reflect',
];

export default class SharedModulesEnvironment extends InklingEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of FROM_OUTER_REALM) this.global[name] = globalThis[name];
    // They read the outer process's.
    process.env.ORT_DISABLE_TELEMETRY = '1';
  }
}
