import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';
import { readGreyPng } from './grey-png.js';

/**
 * The glyph that a PNG of 28x28 grey pixels is, white on black, byte for byte.
 *
 * @returns `undefined` for any other picture, also of this size: dark ink on light paper is no glyph
 */
export function glyphOfPng(file: Uint8Array): Uint8Array | undefined {
  const pixels = pixelsOfGlyph(file);
  return pixels && !isOnLight(pixels) ? pixels : undefined;
}

/** The pixels of a PNG of 28x28 grey pixels, whatever is on it. */
export function pixelsOfGlyph(file: Uint8Array): Uint8Array | undefined {
  const read = readGreyPng(file, GLYPH_PIXELS);
  return read?.width === GLYPH_SIDE && read.height === GLYPH_SIDE ? read.pixels : undefined;
}

/** Judged by the frame: characters seldom touch it. */
export function isOnLight(
  pixels: Uint8Array,
  width: number = GLYPH_SIDE,
  height: number = GLYPH_SIDE,
): boolean {
  let sum = 0;
  for (let x = 0; x < width; x++) sum += pixels[x]! + pixels[(height - 1) * width + x]!;
  for (let y = 0; y < height; y++) sum += pixels[y * width]! + pixels[(y + 1) * width - 1]!;
  return sum > 127.5 * 2 * (width + height);
}
