import { createRequire } from 'node:module';
import util from 'node:util';

// tfjs-node 4.22 calls two helpers that Node 23 removed; put them back before it is loaded.
const legacy = util as unknown as Record<string, unknown>;
legacy['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
legacy['isArray'] ??= Array.isArray;

// Loading it with require keeps the order: an import statement would be hoisted above the two lines.
const require = createRequire(import.meta.url);

/** TensorFlow.js on libtensorflow. Loading this module throws where libtensorflow is not installed. */
export const tf = require('@tensorflow/tfjs-node') as typeof import('@tensorflow/tfjs-node');
