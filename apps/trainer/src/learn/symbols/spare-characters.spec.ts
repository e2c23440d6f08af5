import { describe, expect, it } from '@jest/globals';
import { spareCharacters } from './spare-characters.js';

/** Glyphs of one class whose embedding is a number each; a second class is never nearer. */
const reading = (values: readonly number[]) => ({
  ...{ count: values.length, classes: 2 },
  logits: Float32Array.from(values.flatMap(() => [1, 0])),
  embeddings: Float32Array.from(values.flatMap((value) => [value, -value])),
  labels: new Uint8Array(values.length),
});
/** A symbol that likes what is high, and one that likes what is low. */
const columns = { kernel: Float32Array.of(2, 0, 0, 2), bias: Float32Array.of(0, -5) };

describe('spareCharacters', () => {
  it('lowers the symbol that takes too many, and no other', () => {
    const characters = reading([0, 0.1, 0.2, 0.7, 0.8, 0.9, -0.1, -0.2, -0.3, -0.4]);
    const { columns: spared, lowered } = spareCharacters(columns, characters, 0.1);
    const { kernel, bias } = spared;
    expect(kernel).toEqual(columns.kernel);
    expect([bias[1], lowered[1]]).toEqual([-5, 0]);
    expect(lowered[0]).toBeCloseTo(-bias[0]!, 5);
    // Just as much as lets one of ten go: 2 · 0.8 + bias is under the class's 1.
    expect(bias[0]).toBeLessThan(-0.6);
    expect(bias[0]).toBeGreaterThan(-0.8);
  });

  it('leaves them as they are where little is lost, and counts no glyph that is lost anyway', () => {
    const few = reading([0.6, ...new Array<number>(9).fill(0)]);
    expect(spareCharacters(columns, few, 0.1).columns).toEqual(columns);
    const wrong = { ...reading([0.9, 0.9]), labels: Uint8Array.of(1, 1) };
    expect(spareCharacters(columns, wrong, 0).columns).toEqual(columns);
  });
});
