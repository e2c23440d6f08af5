import { expect } from '@jest/globals';

/** @param {unknown} value @returns {value is NodeJS.TypedArray} */
const isView = (value) => ArrayBuffer.isView(value) && !(value instanceof DataView);

/** @param {NodeJS.TypedArray} view */
const bytesOf = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);

/**
 * Jest compares typed arrays element by element, for seconds where there are millions. Those of the same bytes are
 * equal; of all others Jest finds out itself, and says where they differ.
 *
 * @param {unknown} one
 * @param {unknown} other
 */
const haveSameBytes = (one, other) => {
  if (!isView(one) || !isView(other)) return undefined;
  const isSame = one.constructor === other.constructor && bytesOf(one).equals(bytesOf(other));
  return isSame || undefined;
};

expect.addEqualityTesters([haveSameBytes]);
