import { describe, expect, it } from '@jest/globals';
import type { ModelCard } from './card/card.js';
import { digitsCard as card } from './card/testing/digits-card.js';
import { selfCheck, SelfCheckError } from './check-session.js';
import { selfCheckOf } from './self-check.js';

const { labels, embeddingSize } = card;

type Run = Parameters<typeof selfCheck>[2];

/** Answers that depend on the drawing, as a network's do. */
const network =
  (shift = 0): Run =>
  (glyphs, count) => {
    const inked = (row: number) =>
      glyphs.subarray(row * 784, (row + 1) * 784).reduce((sum, value) => sum + value, 1);
    const rows = (size: number, of: (row: number, at: number) => number) =>
      Float32Array.from({ length: count * size }, (_value, at) =>
        of(Math.floor(at / size), at % size),
      );
    return Promise.resolve({
      logits: rows(labels.length, (row, at) => at * shift + inked(row) / (at + 1)),
      embeddings: rows(embeddingSize, (row, at) => Math.sin(at * (1 + shift)) * inked(row)),
    });
  };

const check = (run: Run, cardChange: Partial<ModelCard> = {}) =>
  selfCheck({ ...card, ...cardChange }, [], run);

const glyph = Uint8Array.from({ length: 784 }, (_value, at) => at % 251);
const asSeen = Float32Array.from(glyph, (value) => value / 255);

describe('selfCheck', () => {
  it('passes what computes what its card says', async () => {
    await expect(check(network())).resolves.toBeUndefined();
  });

  it('refuses wrong sizes, numbers that are none, and answers that are always the same', async () => {
    const cases: [Run, RegExp][] = [
      [(glyphs, count) => network()(glyphs, count + 1), /other sizes/],
      [
        async (glyphs, count) => {
          const output = await network()(glyphs, count);
          output.embeddings[3] = Number.NaN;
          return output;
        },
        /not finite/,
      ],
      [(glyphs, count) => network()(new Float32Array(glyphs.length), count), /does not depend/],
    ];
    for (const [run, reason] of cases) {
      const refused = check(run);
      await expect(refused).rejects.toBeInstanceOf(SelfCheckError);
      await expect(refused).rejects.toThrow(reason);
    }
  });

  it('compares with what the exporting process saw', async () => {
    const { logits } = await network()(asSeen, 1);
    const known = selfCheckOf([glyph], logits, labels.length);
    await expect(check(network(), { selfCheck: known })).resolves.toBeUndefined();
    await expect(check(network(0.01), { selfCheck: known })).rejects.toThrow('glyph 0 of its card');
  });

  it('compares with embeddings that are stored', async () => {
    const { embeddings } = await network()(asSeen, 1);
    const length = Math.hypot(...embeddings);
    const stored = [
      { glyph: asSeen, embedding: embeddings.map((value) => value / length) },
      { glyph: asSeen, embedding: undefined },
    ];
    await expect(selfCheck(card, stored, network())).resolves.toBeUndefined();
    await expect(selfCheck(card, stored, network(0.5))).rejects.toThrow(
      'embeds drawings in another',
    );
  });
});
