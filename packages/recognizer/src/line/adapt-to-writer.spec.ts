import { describe, expect, it } from '@jest/globals';
import { adaptToWriter, withWriter, type KnownRow } from './adapt-to-writer.js';

const CHARACTERS = ['1', '7'];
const settings = { characters: CHARACTERS };

/** A stroke with a bar (feature 0) or without (feature 1), and paper between (feature 2); the network takes both for a 1. */
function row(text: string): KnownRow {
  const shapes = [...text].flatMap((character) => [character === '7' ? 0 : 1, 2]);
  const features = shapes.flatMap((shape) => [0, 1, 2].map((at) => (at === shape ? 2 : 0)));
  const logits = shapes.flatMap((shape) => (shape === 2 ? [-3, -3, 3] : [1, 0, -3]));
  return {
    ...{ text, steps: shapes.length },
    features: Float32Array.from(features),
    logits: Float32Array.from(logits),
  };
}

const KNOWN = ['717', '177', '711', '71', '17', '1717', '771', '117'].map(row);

/** By how much a 7 is more probable than a 1 at the first step. */
const leaning = (logits: Float32Array): number => logits[1]! - logits[0]!;

describe('adaptToWriter', () => {
  it('leans towards what the writer calls a shape, and leaves the other shape to the network', () => {
    const layer = adaptToWriter(KNOWN, settings)!;
    const [seven, one] = [row('7'), row('1')];
    expect(leaning(withWriter(seven, layer))).toBeGreaterThan(leaning(seven.logits) + 0.15);
    expect(leaning(withWriter(one, layer))).toBeLessThan(-0.9);
  });

  it('leaves steps alone where nothing is written', () => {
    const layer = adaptToWriter(KNOWN, settings)!;
    const known = row('7');
    const sure = Float32Array.from(known.logits, (value, at) => (at === 5 ? 6 : value));
    const after = withWriter({ ...known, logits: sure }, layer);
    expect([...after.subarray(3)]).toEqual([...sure.subarray(3)]);
    expect(after[0]).not.toBe(sure[0]);
  });

  it('learns nothing from one row, nor without features', () => {
    expect(adaptToWriter(KNOWN.slice(0, 1), settings)).toBeUndefined();
    const blind = KNOWN.map(({ features: _, ...rest }): KnownRow => rest);
    expect(adaptToWriter(blind, settings)).toBeUndefined();
  });

  it('passes over a text that does not fit', () => {
    const short = { ...row('1'), text: '1717171' };
    expect(adaptToWriter([...KNOWN, short], settings)).toEqual(adaptToWriter(KNOWN, settings));
  });
});
