import type { Glyph } from './types.js';

/** A glyph's values are multiples of 1/255, so nothing is lost: a byte each, 255 is ink. */
export function glyphToBytes(glyph: Glyph): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(glyph.length);
  for (let at = 0; at < glyph.length; at++) bytes[at] = Math.round(glyph[at]! * 255);
  return bytes;
}

/** The reverse of `glyphToBytes`, also of several glyphs in a row. */
export function glyphFromBytes(bytes: Uint8Array): Glyph {
  const glyph = new Float32Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) glyph[at] = bytes[at]! / 255;
  return glyph;
}

/** Stored glyphs in a row, as a network takes them. */
export function glyphsFromBytes(glyphs: readonly Uint8Array[]): Float32Array<ArrayBuffer> {
  const values = new Float32Array(glyphs.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of glyphs) {
    values.set(glyphFromBytes(bytes), at);
    at += bytes.length;
  }
  return values;
}
