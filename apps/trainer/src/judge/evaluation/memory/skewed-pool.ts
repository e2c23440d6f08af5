import { GLYPH_PIXELS } from '@inkling/ink';
import type { LabelledGlyphs } from '../../../data/glyph-sets.js';
import { createRandom, shuffle } from '../../../random.js';

/**
 * Glyphs as a large shared memory might hold them: classes in an order drawn by lot, the second half as
 * frequent as the first, the third a third as frequent, and so on (Zipf).
 *
 * @returns about `count`: a class gives no more than it has
 */
export function skewedPool(set: LabelledGlyphs, count: number, seed: number): LabelledGlyphs {
  const random = createRandom(seed * 4001);
  const byClass = new Map<number, number[]>();
  const order = Int32Array.from({ length: set.count }, (_, index) => index);
  shuffle(order, random);
  for (const index of order) {
    const label = set.labels[index]!;
    const known = byClass.get(label);
    if (known) known.push(index);
    else byClass.set(label, [index]);
  }
  const classes = Int32Array.from([...byClass.keys()].sort((a, b) => a - b));
  shuffle(classes, random);
  const harmonic = classes.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0);
  const chosen = [...classes].flatMap((label, rank) =>
    byClass.get(label)!.slice(0, Math.round(count / (rank + 1) / harmonic)),
  );
  const glyphs = new Float32Array(chosen.length * GLYPH_PIXELS);
  chosen.forEach((from, to) => {
    const start = from * GLYPH_PIXELS;
    glyphs.set(set.glyphs.subarray(start, start + GLYPH_PIXELS), to * GLYPH_PIXELS);
  });
  return {
    count: chosen.length,
    glyphs,
    labels: Uint8Array.from(chosen, (index) => set.labels[index]!),
  };
}
