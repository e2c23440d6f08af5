import type { NetworkSession } from '../session.js';

/** What the networks say of a glyph. */
export interface SeenGlyph {
  readonly logits: Float32Array;
  /** Not normalised. */
  readonly embedding: Float32Array;
  /** Logits of the likeness network; absent where none is loaded. */
  readonly likeness: Float32Array | undefined;
}

/**
 * One pass through the network that reads, and one through that which tells what is a character at all.
 *
 * @param glyph 0..1, white ink on black
 */
export async function seeGlyph(
  glyph: Float32Array,
  network: NetworkSession,
  likeness: NetworkSession | undefined,
): Promise<SeenGlyph> {
  const { logits, embeddings } = await network.run(glyph, 1);
  const alike = likeness && (await likeness.run(glyph, 1)).logits;
  return { logits, embedding: embeddings, likeness: alike };
}
