import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';

/**
 * Two glyphs are the same when no pixel differs by more than this, of 255: what moving a drawing by a
 * part of a pixel may change, and far from what drawing it a second time does.
 */
export const SAME_GLYPH_TOLERANCE = 8;

/** Ink is fitted into 20 x 20 of 28 x 28 pixels; nearer to the edge than this there is mostly none. */
const INNER = 6;

/**
 * Pixels in the order in which two drawings differ soon: scattered, those where ink is first. Row by row,
 * a comparison with each of 3,000 samples of a writer would go through their blank margins and take longer
 * than the network.
 */
const SCATTERED = scatteredPixels();

/** @param a one byte a pixel, as `b` */
export function isSameGlyph(a: Uint8Array, b: Uint8Array): boolean {
  for (let turn = 0; turn < SCATTERED.length; turn++) {
    const at = SCATTERED[turn]!;
    const difference = a[at]! - b[at]!;
    if (difference > SAME_GLYPH_TOLERANCE || difference < -SAME_GLYPH_TOLERANCE) return false;
  }
  return true;
}

function scatteredPixels(): Uint16Array {
  // A step that has no factor in common with the number of pixels comes by each of them once.
  const step = 293;
  const all = Array.from({ length: GLYPH_PIXELS }, (_, turn) => (turn * step) % GLYPH_PIXELS);
  const isInner = (at: number): boolean => {
    const [x, y] = [at % GLYPH_SIDE, Math.floor(at / GLYPH_SIDE)];
    return Math.min(x, y) >= INNER && Math.max(x, y) < GLYPH_SIDE - INNER;
  };
  return Uint16Array.from([...all.filter(isInner), ...all.filter((at) => !isInner(at))]);
}
