import { describe, expect, it } from '@jest/globals';
import { alignTexts, carryEdits, characterPlaces, withLabel } from './alignment';

const kinds = (former: string, later: string): string =>
  alignTexts(former, later)
    .fates.map(({ kind }) => kind[0])
    .join('');

describe('alignTexts', () => {
  it('tells what is kept, changed and gone, and what is added', () => {
    expect(kinds('2711', '2711')).toBe('kkkk');
    expect(kinds('2711', '2771')).toBe('kkck');
    expect(kinds('2711', '271').replaceAll('k', '')).toBe('g');
    expect(alignTexts('27', '2x7')).toEqual({
      fates: [
        { kind: 'kept', at: 0 },
        { kind: 'kept', at: 2 },
      ],
      added: [1],
    });
  });

  it('never makes a character of a space', () => {
    expect(kinds('a b', 'axb')).toBe('kgk');
    expect(alignTexts('a b', 'axb').added).toEqual([1]);
  });

  it('copes with nothing on either side', () => {
    expect(alignTexts('', '')).toEqual({ fates: [], added: [] });
    expect(alignTexts('', 'ab').added).toEqual([0, 1]);
    expect(kinds('ab', '')).toBe('gg');
  });
});

describe('characterPlaces', () => {
  it('counts what has strokes', () => expect(characterPlaces('a b\nc')).toEqual([0, 2, 4]));
});

describe('withLabel', () => {
  it('puts a label where the character stands, whatever was added before it', () => {
    expect(withLabel('271', '271', 2, '7')).toBe('277');
    expect(withLabel('271', 'no 271', 2, '7')).toBe('no 277');
  });

  it('removes one and brings it back', () => {
    expect(withLabel('271', '271', 1, '')).toBe('21');
    expect(withLabel('271', '21', 1, '7')).toBe('271');
  });
});

describe('carryEdits', () => {
  it('leaves a text alone that nobody changed', () => {
    expect(carryEdits('27', '27', '271')).toBe('271');
  });

  it('changes the same character in an answer that has more', () => {
    expect(carryEdits('211', '271', '2112')).toBe('2712');
    expect(carryEdits('x271', '271', 'x2719')).toBe('2719');
  });

  it('drops a change where the new answer reads otherwise', () => {
    expect(carryEdits('21', '27', '245')).toBe('245');
  });
});
