import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';
import { greyPngUrl } from './png.js';

/** A glyph's values are multiples of 1/255, so nothing is lost: 784 bytes, 255 is ink. */
export function glyphToBytes(glyph: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(GLYPH_PIXELS);
  for (let at = 0; at < GLYPH_PIXELS; at++) bytes[at] = Math.round(glyph[at]! * 255);
  return bytes;
}

export function glyphFromBytes(bytes: Uint8Array): Float32Array {
  const glyph = new Float32Array(GLYPH_PIXELS);
  for (let at = 0; at < GLYPH_PIXELS; at++) glyph[at] = bytes[at]! / 255;
  return glyph;
}

export const glyphPicture = (bytes: Uint8Array): string =>
  greyPngUrl(bytes, GLYPH_SIDE, GLYPH_SIDE);
