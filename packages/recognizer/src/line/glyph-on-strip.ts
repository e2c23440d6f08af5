import {
  glyphFromInk,
  InkError,
  STRIP_HEIGHT,
  type CleanInk,
  type Glyph,
  type Strip,
} from '@inkling/ink';

/** What a network for single characters sees of a part of a strip; `undefined` where that is a dot or less. */
export function glyphOnStrip(
  strip: Strip,
  segment: { readonly left: number; readonly right: number },
): Glyph | undefined {
  try {
    return glyphFromInk(cropOf(strip, segment));
  } catch (error) {
    if (error instanceof InkError) return undefined;
    throw error;
  }
}

/** Empty pixels around a part of a strip: ink that touches the border may be a neighbour's. */
const PAPER = 6;

function cropOf(
  { values, width }: Strip,
  { left, right }: { readonly left: number; readonly right: number },
): CleanInk {
  const [from, to] = [Math.round(left), Math.max(Math.round(left) + 1, Math.round(right))];
  const [wide, high] = [to - from + 2 * PAPER, STRIP_HEIGHT + 2 * PAPER];
  const crop = new Float32Array(wide * high);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    for (let column = from; column < Math.min(to, width); column++) {
      // To the byte, as strips are kept: a correction must teach what was read.
      const value = Math.round(255 * values[row * width + column]!) / 255;
      crop[(row + PAPER) * wide + column - from + PAPER] = value;
    }
  }
  return { width: wide, height: high, values: crop };
}
