import { GLYPH_PIXELS, glyphToBytes } from '@inkling/ink';
import {
  SELF_CHECK_GLYPHS,
  selfCheckOf,
  type NetworkSession,
  type SelfCheck,
} from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';

/**
 * What a network says of the first glyphs of a set, for its card: whoever loads the file compares. Of
 * shipped glyphs, since cards are public.
 */
export async function selfCheckOn(
  session: NetworkSession,
  set: LabelledGlyphs,
): Promise<SelfCheck> {
  const count = Math.min(SELF_CHECK_GLYPHS, set.count);
  const glyphs = set.glyphs.slice(0, count * GLYPH_PIXELS);
  const { logits } = await session.run(glyphs, count);
  const bytes = Array.from({ length: count }, (_, index) =>
    glyphToBytes(glyphs.subarray(index * GLYPH_PIXELS, (index + 1) * GLYPH_PIXELS)),
  );
  return selfCheckOf(bytes, logits, logits.length / count);
}
