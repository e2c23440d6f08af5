import type { ModelCard } from './card/card.js';
import { matchesSelfCheck, selfCheckGlyph } from './self-check.js';
import { joinFloats, type NetworkOutput } from './session.js';

/** A real glyph, 0..1, and what a version made of it before; of length 1. */
export interface StoredGlyph {
  readonly glyph: Float32Array;
  readonly embedding: Float32Array | undefined;
}

/** A version that loads but doesn't compute what its card says. */
export class SelfCheckError extends Error {
  override readonly name = 'SelfCheckError';
}

/** Few at once: drawings wait behind each pass. */
const GLYPHS_AT_ONCE = 4;

/** Under this cosine an embedding is not one of this file. Engines differ by 1e-6. */
const SAME_EMBEDDING = 0.99;

/**
 * Tries a loaded version: an empty glyph and a line, the glyphs of its card, and real ones from here.
 * Sizes and numbers must be right, different drawings must give different answers, the card's glyphs
 * must give the logits that the exporting process saw, and embeddings must be those that are stored.
 *
 * @throws SelfCheckError
 */
export async function selfCheck(
  card: ModelCard,
  stored: readonly StoredGlyph[],
  run: (glyphs: Float32Array, count: number) => Promise<NetworkOutput>,
): Promise<void> {
  const known = card.selfCheck ?? [];
  const glyphs = [
    ...artificialGlyphs(card),
    ...known.map(selfCheckGlyph),
    ...stored.map(({ glyph }) => glyph),
  ];
  const rows: Row[] = [];
  for (let at = 0; at < glyphs.length; at += GLYPHS_AT_ONCE) {
    rows.push(...(await outputsOf(card, glyphs.slice(at, at + GLYPHS_AT_ONCE), run)));
  }
  const [empty, line, ...real] = rows;
  if (empty!.logits.every((value, at) => value === line!.logits[at])) {
    throw new SelfCheckError('the answer does not depend on the drawing');
  }
  known.forEach((entry, index) => {
    if (matchesSelfCheck(entry, real[index]!.logits)) return;
    throw new SelfCheckError(
      `it reads glyph ${index} of its card in another way than when exported`,
    );
  });
  stored.forEach(({ embedding }, index) => {
    if (!embedding) return;
    if (cosine(embedding, real[known.length + index]!.embedding) >= SAME_EMBEDDING) return;
    throw new SelfCheckError('it embeds drawings in another way than its stored embeddings');
  });
}

interface Row {
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
}

async function outputsOf(
  { labels, embeddingSize }: ModelCard,
  glyphs: readonly Float32Array[],
  run: (glyphs: Float32Array, count: number) => Promise<NetworkOutput>,
): Promise<Row[]> {
  const count = glyphs.length;
  const { logits, embeddings } = await run(joinFloats(glyphs), count);
  if (logits.length !== count * labels.length || embeddings.length !== count * embeddingSize) {
    throw new SelfCheckError('the outputs have other sizes than the card says');
  }
  if (!logits.every(Number.isFinite) || !embeddings.every(Number.isFinite)) {
    throw new SelfCheckError('the outputs are not finite');
  }
  return glyphs.map((_, index) => ({
    logits: logits.subarray(index * labels.length, (index + 1) * labels.length),
    embedding: embeddings.subarray(index * embeddingSize, (index + 1) * embeddingSize),
  }));
}

/** Nothing drawn, and an upright line through the middle. */
function artificialGlyphs({ input }: ModelCard): readonly [Float32Array, Float32Array] {
  const [channels, height, anyWidth] = input.shape;
  // A strip may be of any width: as wide as it is high will do.
  const width = anyWidth ?? height;
  const empty = new Float32Array(channels * height * width);
  const line = empty.slice();
  for (let row = Math.round(height / 7); row < height - Math.round(height / 7); row++) {
    line[row * width + Math.floor(width / 2)] = 1;
  }
  return [empty, line];
}

function cosine(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return 0;
  let [product, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    product += a[at]! * b[at]!;
    ofA += a[at]! * a[at]!;
    ofB += b[at]! * b[at]!;
  }
  return product / Math.sqrt(ofA * ofB);
}
