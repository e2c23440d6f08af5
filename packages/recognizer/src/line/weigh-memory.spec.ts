import { describe, expect, it } from '@jest/globals';
import { weighMemory } from './weigh-memory.js';

const CANDIDATES = [
  { label: '7', probability: 0.8 },
  { label: '1', probability: 0.2 },
];

describe('weighMemory', () => {
  it('leaves candidates as they are without gains or weight', () => {
    const shares = (weighed: typeof CANDIDATES) =>
      weighed.map(({ label, probability }) => [label, Math.round(probability * 1e6) / 1e6]);
    const wanted = [
      ['7', 0.8],
      ['1', 0.2],
    ];
    expect(shares(weighMemory(CANDIDATES, new Map(), 1))).toEqual(wanted);
    expect(shares(weighMemory(CANDIDATES, new Map([['1', 3]]), 0))).toEqual(wanted);
  });

  it('multiplies odds by the gain, e to the power of it', () => {
    const [first, second] = weighMemory(CANDIDATES, new Map([['1', Math.log(8)]]), 1);
    expect(first!.label).toBe('1');
    expect(first!.probability / second!.probability).toBeCloseTo((0.2 * 8) / 0.8, 6);
  });

  it('knows labels that the network did not think of', () => {
    const weighed = weighMemory(CANDIDATES, new Map([['4', 12]]), 1);
    expect(weighed[0]!.label).toBe('4');
    expect(weighed.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
  });
});
