import path from 'node:path';
import { CACHE } from '../paths.mjs';

/** The wheel of TensorFlow, for its libraries. @type {import('../wheel.mjs').Wheel} */
export const TENSORFLOW_WHEEL = {
  requirement: 'tensorflow-cpu==2.12.1',
  name: 'tensorflow_cpu-2.12.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
  sha256: '7ffb595707a8fb376deaddc768784c7a0242b16cbc6e06393b1733b2ce19f855',
  bytes: 231_826_663,
  folder: path.join(CACHE, 'tensorflow'),
};
