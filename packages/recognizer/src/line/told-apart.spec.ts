import { describe, expect, it } from '@jest/globals';
import type { PlacedCharacter } from './place-characters.js';
import { whyLeftOut } from './told-apart.js';

const character = (label: string, support: number, standsAlone = true): PlacedCharacter => ({
  label,
  candidates: [{ label, probability: support }],
  segment: { left: 0, right: 8, standsAlone },
  box: [0, 0, 8, 8],
  glyph: new Float32Array(784),
});

describe('whyLeftOut', () => {
  it('lets a character teach that the network finds where it stands', () => {
    expect(whyLeftOut([character('7', 0.9)], 0, 'digits', false)).toBeUndefined();
  });

  it('lets one teach that was misread between two that were not', () => {
    const row = [character('2', 0.9), character('4', 0.001), character('7', 0.8)];
    expect(whyLeftOut(row, 1, 'digits', false)).toBeUndefined();
    const unsure = [character('2', 0.3), character('4', 0.001), character('7', 0.8)];
    expect(whyLeftOut(unsure, 1, 'digits', false)).toBe('not told apart');
  });

  it.each([
    ['joined to a neighbour', [character('7', 0.9, false)], false],
    ['without ink of its own', [{ ...character('7', 0.9), glyph: undefined }], false],
    ['that looks like several', [character('7', 0.9)], true],
  ])('leaves out what is %s', (_, row, several) => {
    expect(whyLeftOut(row as PlacedCharacter[], 0, 'digits', several)).toBe('not told apart');
  });

  it('leaves out what the network has no class for', () => {
    expect(whyLeftOut([character('/', 1)], 0, 'characters', false)).toBe(
      'not a character of the network',
    );
    expect(whyLeftOut([character('c', 1)], 0, 'characters', false)).toBeUndefined();
  });

  it('takes a symbol between two that are surely in their places, in whatever case', () => {
    const between = (support: number): PlacedCharacter[] => [
      {
        ...character('M', 0.3),
        candidates: [
          { label: 'm', probability: support },
          { label: 'M', probability: 0.3 },
        ],
      },
      // A letter with dots looks like several, and like no letter.
      character('Ä', 0),
      character('N', 0.9),
    ];
    expect(whyLeftOut(between(0.6), 1, 'characters', true)).toBeUndefined();
    expect(whyLeftOut(between(0.1), 1, 'characters', true)).toBe('not told apart');
  });
});
