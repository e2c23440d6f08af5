import { describe, expect, it } from '@jest/globals';
import { placesUnder, rowsOf, toneOf } from './character-places';

describe('placesUnder', () => {
  it('stands under the strokes, as wide as a thumb, where there is room', () => {
    expect(placesUnder([40, 120, 200])).toEqual([
      { middle: 40, width: 44 },
      { middle: 120, width: 44 },
      { middle: 200, width: 44 },
    ]);
  });

  it('moves those aside that stand too close, each as little as may be', () => {
    const places = placesUnder([100, 110, 120, 300]);
    expect(places.map(({ middle }) => middle)).toEqual([80, 110, 140, 300]);
    expect(places.map(({ width }) => width)).toEqual([30, 30, 30, 44]);
  });

  it('keeps the order of the text where the strokes do not', () => {
    const [first, second] = placesUnder([200, 180]);
    expect(second!.middle - first!.middle).toBe(30);
  });

  it('does not let the first stand beyond the edge', () => {
    expect(placesUnder([2, 10])[0]!.middle).toBeGreaterThanOrEqual(15);
    expect(placesUnder([])).toEqual([]);
  });

  it('never lets two overlap', () => {
    const middles = Array.from({ length: 60 }, (_, at) => 20 + at * 11 + ((at * 37) % 23));
    const places = placesUnder(middles);
    places.slice(1).forEach(({ middle, width }, at) => {
      const before = places[at]!;
      expect(middle - width / 2).toBeGreaterThanOrEqual(before.middle + before.width / 2 - 1e-6);
    });
  });
});

describe('rowsOf', () => {
  it('puts each character into its row', () => {
    expect(rowsOf([{ row: 0 }, { row: 0 }, { row: 2 }])).toEqual([[0, 1], [], [2]]);
  });
});

describe('toneOf', () => {
  it('goes by what the network is sure of', () => {
    expect(toneOf({ certain: true, probability: 0.9 })).toBe('sure');
    expect(toneOf({ certain: false, probability: 0.9 })).toBe('unsure');
    expect(toneOf({ certain: false, probability: 0.3 })).toBe('doubtful');
  });
});
