import { GLYPH_PIXELS } from '@inkling/ink';
import {
  decide,
  LabelSpace,
  NetworkMemory,
  normaliseRows,
  type ModelCard,
} from '@inkling/recognizer';
import type { Reading } from '../../onnx/reading.js';

/** What was asked is never what was taught, which would decide outright. */
const TAUGHT_GLYPH = new Uint8Array(GLYPH_PIXELS);
const ASKED_GLYPH = new Uint8Array(GLYPH_PIXELS).fill(255);

/**
 * How probable each label of drawings of symbols is with memory, taught by everybody's approved samples of them, beside
 * the network's own classes.
 *
 * @param symbols that the card has no class for, behind its labels in the order of the readings' labels
 * @param likeness of each drawing asked, see `readLikeness`
 * @returns `[classes and symbols]` for each drawing asked
 */
export function byMemory(
  card: ModelCard,
  symbols: readonly string[],
  taught: Reading,
  asked: Reading,
  likeness?: readonly number[],
): Float64Array[] {
  const size = card.embeddingSize;
  const labels = new LabelSpace(card);
  for (const symbol of symbols) labels.teach(symbol);
  const memory = new NetworkMemory(size, labels);
  const vectors = normaliseRows(taught.embeddings, size);
  for (let row = 0; row < taught.count; row++) {
    memory.put({
      ...{ id: String(row), revision: 1, saidAtMs: 0, writerId: null, ownClass: null },
      sharedClass: taught.labels[row]!,
      glyph: TAUGHT_GLYPH,
      embedding: vectors.slice(row * size, (row + 1) * size),
    });
  }
  const allowed = labels.labels.map(() => true);
  const { classes } = asked;
  return Array.from({ length: asked.count }, (_, row) => {
    const question = {
      logits: asked.logits.slice(row * classes, (row + 1) * classes),
      embedding: asked.embeddings.slice(row * size, (row + 1) * size),
      ...{ glyph: ASKED_GLYPH, writerId: null, allowed, likeness: likeness?.[row] },
    };
    return decide(question, card, memory).probabilities;
  });
}
