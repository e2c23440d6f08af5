import { GLYPH_PIXELS } from '@inkling/ink';
import {
  LIKENESS_KINDS,
  likenessForTask,
  likenessOf,
  taskOfNetwork,
  type Network,
  type NetworkSession,
} from '@inkling/recognizer';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { openLikeness } from '../evaluation/open-likeness.js';

/** Glyphs that are read at a time. */
const PART = 1024;

/**
 * How much each glyph looks like a character that a network knows, 0 to 1, as the server asks of every drawing.
 *
 * @param modelsDir the folder `models`
 * @returns `undefined` where no likeness network is there
 */
export async function readLikeness(
  modelsDir: string,
  network: Network,
  { glyphs, count }: Pick<LabelledGlyphs, 'glyphs' | 'count'>,
): Promise<number[] | undefined> {
  const likeness = count === 0 ? undefined : await openLikeness(modelsDir);
  if (!likeness) return undefined;
  const { session, limits } = likeness;
  try {
    const read: number[] = [];
    for (let from = 0; from < count; from += PART) {
      const kinds = await kindsOf(session, glyphs, from, Math.min(count - from, PART));
      for (const logits of kinds) {
        read.push(likenessForTask(likenessOf(logits, limits), taskOfNetwork(network)));
      }
    }
    return read;
  } finally {
    await session.release();
  }
}

/** What the network says of each of some glyphs. */
async function kindsOf(
  session: NetworkSession,
  glyphs: Float32Array,
  from: number,
  count: number,
): Promise<Float32Array[]> {
  const pixels = glyphs.subarray(from * GLYPH_PIXELS, (from + count) * GLYPH_PIXELS);
  const { logits } = await session.run(pixels, count);
  const kinds = LIKENESS_KINDS.length;
  return Array.from({ length: count }, (_, row) => logits.subarray(row * kinds, (row + 1) * kinds));
}
