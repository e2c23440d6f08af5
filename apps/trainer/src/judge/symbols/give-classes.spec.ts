import { expect, it } from '@jest/globals';
import { GLYPH_PIXELS } from '@inkling/ink';
import { DIGIT_LABELS } from '@inkling/recognizer';
import { ofSymbols, type SymbolTask } from './give-classes.js';

/** Glyphs that are told apart by their first pixel. */
const setOf = (labels: readonly number[]) => {
  const glyphs = new Float32Array(labels.length * GLYPH_PIXELS);
  labels.forEach((_, at) => (glyphs[at * GLYPH_PIXELS] = at));
  return { count: labels.length, glyphs, labels: Uint8Array.from(labels) };
};

it('leaves out the drawings of symbols that are left to memory, and counts the others anew', () => {
  const task = {
    symbols: ['✓', '/', '→'],
    train: setOf([10, 11, 12, 12]),
    holdout: setOf([11, 12, 10]),
    likeness: [0.9, 0.2, 0.1],
    network: { card: { labels: [...DIGIT_LABELS] } },
  } as unknown as SymbolTask;
  const { symbols, train, holdout, likeness } = ofSymbols(task, ['✓', '→']);
  expect(symbols).toEqual(['✓', '→']);
  expect([...train.labels]).toEqual([10, 11, 11]);
  expect([0, 1, 2].map((at) => train.glyphs[at * GLYPH_PIXELS])).toEqual([0, 2, 3]);
  expect([...holdout.labels]).toEqual([11, 10]);
  expect([holdout.count, likeness]).toEqual([2, [0.2, 0.1]]);
});
