/** What a header tells of the cost of decoding, before any decoder has seen the file. */
export interface Cost {
  readonly width: number;
  readonly height: number;
  /** What all pixels take, decoded. */
  readonly decodedBytes: number;
  /** What the decoder holds of them at a time. */
  readonly heldBytes: number;
  /** Pixels times the number of times that each is gone over. */
  readonly pixelPasses: number;
}

/** What a header tells. */
export interface Told extends Cost {
  /** Where it says so. */
  readonly bitsASample?: number;
}

/** The cost of formats that a decoder unpacks as a whole, into four bytes a pixel. */
export function costOfWhole(
  { width, height }: { readonly width: number; readonly height: number },
  heldBytesAPixel: number,
  passes = 1,
): Cost {
  const pixels = width * height;
  return {
    width,
    height,
    decodedBytes: pixels * 4,
    heldBytes: pixels * heldBytesAPixel,
    pixelPasses: pixels * passes,
  };
}
