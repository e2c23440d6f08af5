import type { ColourPicture } from '@inkling/ink';
import { MAY_USE, mostOf } from './stretch.js';

/** Grey, or red, green and blue, of each pixel as the file has them. */
interface WideSamples {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/** Bits that whole numbers may use; of floats, 1 is white where none is above. */
const BITS = [...MAY_USE[16], 16];

/**
 * One byte a sample of those with 32 bits, whole or floating. What is white a file does not say: it is taken to be the
 * smallest of the usual ranges that its values fit into.
 */
export function bytesOfWide({ width, height, channels, values }: WideSamples): ColourPicture {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  const range = 2 ** (BITS.find((used) => most <= mostOf(used)) ?? 32) - 1;
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      const value = values[pixel * channels + Math.min(colour, channels - 1)]!;
      pixels[pixel * 4 + colour] = (255 * value) / range;
    }
    pixels[pixel * 4 + 3] = 255;
  }
  return { width, height, pixels };
}
