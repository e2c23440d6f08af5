import { GLYPH_PIXELS } from '@inkling/ink';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { createRandom, shuffle } from '../../random.js';

/** Rows to train on and rows kept apart. */
export interface Parts {
  readonly train: Int32Array;
  readonly kept: Int32Array;
}

/** Fewer corrections than this are all trained on: so small a part would decide by chance. */
export const LEAST_TO_KEEP_SOME = 200;

/**
 * Keeps about a share of the rows, whole groups of look-alikes at a time, so that no drawing that is
 * trained on stands in the kept part too.
 *
 * @param groups the look-alike group of each row
 */
export function keepGroups(groups: Int32Array, share: number, seed: number): Parts {
  const all = Int32Array.from(groups, (_, row) => row);
  const wanted = Math.round(groups.length * share);
  if (groups.length < LEAST_TO_KEEP_SOME || wanted === 0) {
    return { train: all, kept: new Int32Array() };
  }
  const sizes = new Map<number, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const order = Int32Array.from(sizes.keys());
  shuffle(order, createRandom(seed));
  const kept = new Set<number>();
  let count = 0;
  for (const group of order) {
    const size = sizes.get(group)!;
    // A group larger than what is wanted would leave too little to learn from.
    if (count + size > wanted) continue;
    kept.add(group);
    count += size;
  }
  return {
    train: all.filter((row) => !kept.has(groups[row]!)),
    kept: all.filter((row) => kept.has(groups[row]!)),
  };
}

/** Groups of exactly equal glyphs, for corrections that come without look-alike groups. */
export function groupsOfEqualGlyphs({ glyphs, count }: LabelledGlyphs): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from({ length: count }, (_, row) => {
    const glyph = glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS);
    const key = Buffer.from(glyph.buffer, glyph.byteOffset, glyph.byteLength).toString('latin1');
    const group = known.get(key) ?? known.size;
    known.set(key, group);
    return group;
  });
}
