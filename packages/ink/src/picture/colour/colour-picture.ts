/** Red, green, blue and alpha (0 clear to 255 opaque, not multiplied into the colours), as in a browser's `ImageData`. */
export interface ColourPicture {
  readonly width: number;
  readonly height: number;
  /** `4 * width * height` values in 0..255, row by row. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** The number of a pixel's values. */
export const CHANNELS = 4;

/** Where their alpha is in the words of `wordsOf`, whatever the order of bytes in this machine's words. */
export const ALPHA_OF_WORD = new Uint32Array(Uint8Array.of(0, 0, 0, 255).buffer)[0]! | 0;

/** A pixel a word, on the same memory: one look instead of four. Copied where they don't begin at a word. */
export function wordsOf({ pixels }: ColourPicture): Int32Array {
  const { buffer, byteOffset, length } = pixels;
  if (byteOffset % CHANNELS === 0) return new Int32Array(buffer, byteOffset, length / CHANNELS);
  return new Int32Array(Uint8Array.from(pixels).buffer);
}
