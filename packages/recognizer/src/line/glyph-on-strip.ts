import { glyphFromPicture, InkError, STRIP_HEIGHT, type Glyph, type Strip } from '@inkling/ink';

/** What a network for single characters sees of a part of a strip; `undefined` where that is a dot or less. */
export function glyphOnStrip(
  strip: Strip,
  segment: { readonly left: number; readonly right: number },
): Glyph | undefined {
  try {
    return glyphFromPicture(cropOf(strip, segment)).glyph;
  } catch (error) {
    if (error instanceof InkError) return undefined;
    throw error;
  }
}

/** Empty pixels around a part of a strip: pictures of characters have paper around them. */
const PAPER = 6;

function cropOf(
  { values, width }: Strip,
  { left, right }: { readonly left: number; readonly right: number },
) {
  const [from, to] = [Math.round(left), Math.max(Math.round(left) + 1, Math.round(right))];
  const [wide, high] = [to - from + 2 * PAPER, STRIP_HEIGHT + 2 * PAPER];
  const pixels = new Uint8Array(wide * high);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    for (let column = from; column < Math.min(to, width); column++) {
      pixels[(row + PAPER) * wide + column - from + PAPER] = Math.round(
        255 * values[row * width + column]!,
      );
    }
  }
  return { width: wide, height: high, pixels };
}
