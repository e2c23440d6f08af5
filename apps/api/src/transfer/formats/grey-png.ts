import { plainPng } from '../../recognise/pictures/png/plain-png.js';
import { pngLayout, pngSamples } from '../../recognise/pictures/png/png-samples.js';

export interface GreyPng {
  readonly width: number;
  readonly height: number;
  /** Row by row, 0 black to 255 white. */
  readonly pixels: Uint8Array;
}

/**
 * The pixels of a PNG with one channel of 8 bits: how Inkling writes glyphs and strips, byte for byte.
 *
 * @param mostPixels a picture with more of them is not unpacked
 * @returns `undefined` for any other picture
 */
export function readGreyPng(file: Uint8Array, mostPixels: number): GreyPng | undefined {
  const png = plainPng(file);
  const layout = png && pngLayout(png);
  if (!layout || layout.samples !== 1) return undefined;
  const { width, height } = layout;
  const pixels = width * height <= mostPixels ? pngSamples(png, layout) : undefined;
  return pixels && { width, height, pixels };
}
