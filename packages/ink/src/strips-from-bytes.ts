import { glyphFromBytes } from './glyph-bytes.js';
import { STRIP_HEIGHT, type Strip } from './types.js';

/**
 * Strips that are kept one behind the other, a byte a pixel (`glyphToBytes`).
 *
 * @param widths of each, in pixels
 */
export function stripsFromBytes(bytes: Uint8Array, widths: readonly number[]): Strip[] {
  let from = 0;
  return widths.map((width) => ({
    width,
    values: glyphFromBytes(bytes.subarray(from, (from += width * STRIP_HEIGHT))),
  }));
}
