/** Red, green, blue and alpha (0 clear to 255 opaque, not multiplied into the colours), as in a browser's `ImageData`. */
export interface ColourPicture {
  readonly width: number;
  readonly height: number;
  /** `4 * width * height` values in 0..255, row by row. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** The number of a pixel's values. */
export const CHANNELS = 4;
