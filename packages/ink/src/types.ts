/**
 * Which way pictures and drawings become glyphs; a network's card names the one that it learned from. 2: pictures are read on an
 * overview; drawings, and pictures of up to 160 pixels, become the same glyphs as by 1.
 */
export const NORMALISATION_VERSION = 2;

/** Side length of a glyph in pixels (the MNIST format). */
export const GLYPH_SIDE = 28;

/** Number of pixels in a glyph. */
export const GLYPH_PIXELS = GLYPH_SIDE * GLYPH_SIDE;

/** Most points a drawing may have, over all its strokes. */
export const MAX_POINTS = 20_000;

/** `[x, y, timestampMs?, pressure?]`; x and y in pixels with y pointing down, pressure in 0..1. */
export type Point = readonly [x: number, y: number, timestampMs?: number, pressure?: number];

/** The points of one pen movement, from pen down to pen up. */
export type Stroke = readonly Point[];

/**
 * One drawn character after normalisation: 28x28 pixels, row by row, each in 0..1, white ink (1) on
 * black (0). Values are multiples of 1/255, so that a stored glyph is exactly what the network saw.
 */
export type Glyph = Float32Array;

/** A picture of one channel: luma in 0 (black) to 255 (white), row by row. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** `width * height` values in 0..255. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** A stage on the way to the glyph or the strip, as a picture that can be shown. */
export interface Step extends GreyPicture {
  readonly name: StepName;
}

export type StepName =
  'drawing' | 'grey' | 'ink' | 'cleaned' | 'cropped' | 'pen-width' | 'boxed' | 'centred' | 'strip';

export interface Normalised {
  readonly glyph: Glyph;
  /** Only when asked for with `explain`. */
  readonly steps?: readonly Step[];
}

export interface NormaliseOptions {
  /** Return each stage as a picture. @defaultValue false */
  readonly explain?: boolean;
}

/** Height of a strip in pixels. */
export const STRIP_HEIGHT = 32;

/** A line of characters as the network `lines` sees it. */
export interface Strip {
  /** `[32, width]`, row by row, 0..1; 1 is ink. */
  readonly values: Float32Array;
  readonly width: number;
}
