import type { SelfCheck } from './card/card.js';

/** Entries beyond a few make cards large and tell nothing more. */
export const SELF_CHECK_GLYPHS = 4;

/**
 * How far a logit may be from the one in the card, as a part of its size or of 1 where that is less.
 * Engines and processors differ by 1e-5 to 1e-4; another network's logits by whole numbers.
 */
export const SELF_CHECK_TOLERANCE = 1e-3;

/**
 * The first few of the glyphs with what the network says of them, for a card.
 *
 * @param glyphs bytes, 255 is ink; the values that the network saw, times 255
 * @param logits `[glyphs, classes]`
 */
export function selfCheckOf(
  glyphs: readonly Uint8Array[],
  logits: Float32Array,
  classes: number,
): SelfCheck {
  return glyphs.slice(0, SELF_CHECK_GLYPHS).map((glyph, index) => ({
    glyph: hexOfBytes(glyph),
    logits: [...logits.subarray(index * classes, (index + 1) * classes)],
  }));
}

/** The glyph of an entry as a network takes it, 0..1. */
export const selfCheckGlyph = ({ glyph }: Pick<SelfCheck[number], 'glyph'>): Float32Array =>
  sharesOfHex(glyph);

/** Whether what a loaded network says of an entry's glyph is what its card says. */
export const matchesSelfCheck = (
  expected: Pick<SelfCheck[number], 'logits'>,
  logits: ArrayLike<number>,
): boolean => areAsExpected(expected.logits, logits);

/** Whether logits are those that another engine or processor saw. */
export const areAsExpected = (expected: readonly number[], logits: ArrayLike<number>): boolean =>
  expected.length === logits.length &&
  expected.every(
    (value, at) =>
      Math.abs(value - logits[at]!) <= SELF_CHECK_TOLERANCE * Math.max(1, Math.abs(value)),
  );

/** Bytes as they are written in cards. */
export const hexOfBytes = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Such bytes as a network takes them, 0..1. */
export const sharesOfHex = (hex: string): Float32Array =>
  Float32Array.from(
    { length: hex.length / 2 },
    (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16) / 255,
  );
