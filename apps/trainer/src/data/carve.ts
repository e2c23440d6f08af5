import { GLYPH_PIXELS } from '@inkling/ink';
import { createRandom, shuffle } from '../random.js';
import type { LabelledGlyphs } from './glyph-sets.js';

/** Splits off `count` glyphs, chosen by a fixed seed: `[the rest, those split off]`. */
export function carve(set: LabelledGlyphs, count: number): [LabelledGlyphs, LabelledGlyphs] {
  const order = Int32Array.from({ length: set.count }, (_, index) => index);
  shuffle(order, createRandom(20_260_101));
  return [pick(set, order.subarray(count)), pick(set, order.subarray(0, count))];
}

function pick(set: LabelledGlyphs, indices: Int32Array): LabelledGlyphs {
  const glyphs = new Float32Array(indices.length * GLYPH_PIXELS);
  indices.forEach((from, to) => {
    glyphs.set(
      set.glyphs.subarray(from * GLYPH_PIXELS, (from + 1) * GLYPH_PIXELS),
      to * GLYPH_PIXELS,
    );
  });
  return {
    count: indices.length,
    glyphs,
    labels: Uint8Array.from(indices, (index) => set.labels[index]!),
  };
}
