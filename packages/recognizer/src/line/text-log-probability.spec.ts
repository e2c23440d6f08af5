import { describe, expect, it } from '@jest/globals';
import { textLogProbability } from './text-log-probability.js';

const CHARACTERS = ['a', 'b'];
const ROWS = [
  [0.5, 0.2, 0.3],
  [0.1, 0.6, 0.3],
  [0.3, 0.3, 0.4],
];
const READING = {
  logProbabilities: Float32Array.from(ROWS.flat(), Math.log),
  steps: ROWS.length,
  characters: CHARACTERS,
};

/** Every way along the steps, summed up by what it says. */
function byCounting(): Map<string, number> {
  const sums = new Map<string, number>();
  const walk = (step: number, path: number[], probability: number): void => {
    if (step === ROWS.length) {
      const text = path
        .filter((at, place) => at !== 2 && at !== path[place - 1])
        .map((at) => CHARACTERS[at])
        .join('');
      sums.set(text, (sums.get(text) ?? 0) + probability);
      return;
    }
    ROWS[step]!.forEach((share, at) => walk(step + 1, [...path, at], probability * share));
  };
  walk(0, [], 1);
  return sums;
}

describe('textLogProbability', () => {
  it('sums up all ways to write a text', () => {
    for (const [text, probability] of byCounting()) {
      expect(Math.exp(textLogProbability(READING, text))).toBeCloseTo(probability, 6);
    }
  });

  it('gives nothing to what does not fit', () => {
    expect(textLogProbability(READING, 'aab')).toBe(-Infinity);
    // Any character will do for one that the network does not know.
    const some = Math.exp(textLogProbability(READING, 'c'));
    expect(some).toBeGreaterThan(Math.exp(textLogProbability(READING, 'a')));
    expect(some).toBeLessThan(1);
  });
});
