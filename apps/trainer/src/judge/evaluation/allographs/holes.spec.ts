import { describe, expect, it } from '@jest/globals';
import { holesOf } from './holes.js';

/** A glyph of rows of signs from its left upper corner on: # is ink. */
function glyphOf(...rows: readonly string[]): Float32Array {
  const glyph = new Float32Array(784);
  rows.forEach((row, y) =>
    [...row].forEach((sign, x) => {
      if (sign === '#') glyph[y * 28 + x] = 1;
    }),
  );
  return glyph;
}

describe('holesOf', () => {
  it('tells area and height of what ink encloses, largest first', () => {
    const glyph = glyphOf('####  ', '#  #  ', '######', '#    #', '######');
    expect(holesOf(glyph)).toEqual([
      { area: 4, y: 3.5 },
      { area: 2, y: 1.5 },
    ]);
  });

  it('takes ink that touches by corners for tight, and paper that does for parted', () => {
    expect(holesOf(glyphOf(' # ', '# #', ' # '))).toEqual([{ area: 1, y: 1.5 }]);
    expect(holesOf(glyphOf('#### ', '# ## ', '## ##', ' ## #', '  ###'))).toHaveLength(3);
  });

  it('counts paper up to the rim as open, and grey as ink', () => {
    expect(holesOf(glyphOf('# #', '# #', '###'))).toEqual([]);
    const grey = glyphOf('###', '# #', '###').map((ink) => ink * 0.4);
    expect(holesOf(grey)).toHaveLength(1);
    expect(holesOf(new Float32Array(784))).toEqual([]);
  });
});
