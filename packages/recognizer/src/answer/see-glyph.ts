import { penPathFromStrokes, type Stroke } from '@inkling/ink';
import { asksPen, withPen, type PenWeights } from '../pen/with-pen.js';
import type { NetworkSession } from '../session.js';

/** What the networks say of a glyph. */
export interface SeenGlyph {
  /** With what the path of the pen says, where it was asked. */
  readonly logits: Float32Array;
  /** What the glyph alone says, where how the pen went was asked as well. */
  readonly ofShape?: Float32Array | undefined;
  /** Not normalised. */
  readonly embedding: Float32Array;
  /** Logits of the likeness network; absent where none is loaded. */
  readonly likeness: Float32Array | undefined;
}

/** How the pen went, and how that counts beside the network that reads. */
export interface PenQuestion {
  readonly strokes: readonly Stroke[];
  readonly session: NetworkSession;
  readonly weights: PenWeights;
  /** Of the network that reads. */
  readonly temperature: number;
}

/** What else is asked beside the network that reads. */
export interface GlyphHelpers {
  readonly likeness?: NetworkSession | undefined;
  /** Absent for a picture, and where no pen network is loaded. */
  readonly pen?: PenQuestion | undefined;
}

/**
 * One pass through the network that reads, one through that which tells what is a character at all, and where the first is
 * not sure, one through that which reads the path of the pen.
 *
 * @param glyph 0..1, white ink on black
 */
export async function seeGlyph(
  glyph: Float32Array,
  network: NetworkSession,
  { likeness, pen }: GlyphHelpers,
): Promise<SeenGlyph> {
  const { logits, embeddings } = await network.run(glyph, 1);
  const alike = likeness && (await likeness.run(glyph, 1)).logits;
  const seen = { logits, embedding: embeddings, likeness: alike };
  if (!pen || !asksPen(pen.strokes, logits, pen.temperature, pen.weights)) return seen;
  const path = await pen.session.run(penPathFromStrokes(pen.strokes), 1);
  const both = withPen(logits, path.logits, pen.temperature, pen.weights);
  return { ...seen, logits: both, ofShape: logits };
}
