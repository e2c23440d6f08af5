import { describe, expect, it } from '@jest/globals';
import { alignText } from './align.js';

const CHARACTERS = [...'0178'];

/** One character a step, nearly sure; `_` is blank. */
function said(steps: string, sure = 0.94) {
  const rest = (1 - sure) / CHARACTERS.length;
  const rows = [...steps].flatMap((best) =>
    [...CHARACTERS, '_'].map((each) => Math.log(each === best ? sure : rest)),
  );
  return {
    steps: steps.length,
    characters: CHARACTERS,
    logProbabilities: Float32Array.from(rows),
  };
}

const spans = (steps: string, text: string) =>
  alignText(said(steps), text)?.map(({ from, to }) => [from, to]);

describe('alignText', () => {
  it('says which steps write each character', () => {
    expect(spans('_1__800_', '180')).toEqual([
      [1, 2],
      [4, 5],
      [5, 7],
    ]);
  });

  it('keeps two of the same apart by the blank between them', () => {
    expect(spans('00_0', '00')).toEqual([
      [0, 2],
      [3, 4],
    ]);
  });

  it('finds room also for what was not read', () => {
    const [one, seven, eight] = alignText(said('_1____8_'), '178')!;
    expect(one).toMatchObject({ from: 1, to: 2 });
    expect(eight).toMatchObject({ from: 6, to: 7 });
    expect(seven!.from).toBeGreaterThanOrEqual(2);
    expect(seven!.to).toBeLessThanOrEqual(6);
    expect(seven!.logProbability).toBeLessThan(one!.logProbability - 2);
    expect(one!.logProbability).toBeCloseTo(Math.log(0.94), 5);
  });

  it('lays what the network does not know where it sees some character', () => {
    expect(spans('_1__00_8_', '1ä8')).toEqual([
      [1, 2],
      [4, 6],
      [7, 8],
    ]);
  });

  it('tells what does not fit', () => {
    expect(spans('__', '180')).toBeUndefined();
    expect(spans('_1__800_', '1'.repeat(4000))).toBeUndefined();
    // Two of the same need three steps.
    expect(spans('__', '11')).toBeUndefined();
    expect(spans('___', '11')).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(spans('__', '')).toEqual([]);
  });
});
