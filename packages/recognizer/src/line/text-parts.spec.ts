import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editsBetween, isSamePart, textParts, textSteps } from './text-parts.js';

const shown = (before: string, after: string) =>
  textParts(before, after).map((part) =>
    isSamePart(part) ? part.before : [part.before, part.after],
  );

describe('textParts', () => {
  it('tells what is other', () => {
    expect(shown('1742', '1745')).toEqual(['174', ['2', '5']]);
    expect(shown('2907', '2947')).toEqual(['29', ['0', '4'], '7']);
    expect(shown('same', 'same')).toEqual(['same']);
    expect(shown('two words', 'two  wards')).toEqual(['two', ['', ' '], ' w', ['o', 'a'], 'rds']);
    expect(shown('', '')).toEqual([]);
    expect(shown('', '7')).toEqual([['', '7']]);
    expect(shown('kitten', 'sitting')).toEqual([['k', 's'], 'itt', ['e', 'i'], 'n', ['', 'g']]);
  });

  it('has both texts in its parts, and no part beside another of its kind', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab1 \n'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const parts = textParts(before, after);
        expect(parts.map((part) => part.before).join('')).toBe(before);
        expect(parts.map((part) => part.after).join('')).toBe(after);
        parts.slice(1).forEach((part, at) => {
          expect(isSamePart(part)).not.toBe(isSamePart(parts[at]!));
        });
        const edits = parts
          .filter((part) => !isSamePart(part))
          .reduce((sum, part) => sum + Math.max(part.before.length, part.after.length), 0);
        expect(edits).toBe(editsBetween(before, after));
      }),
    );
  });
});

describe('textSteps', () => {
  const steps = (before: string, after: string) =>
    textSteps(before, after).map((step) => `${step.before}>${step.after}`);

  it('tells what stands for each character, and what is missing or too many', () => {
    expect(steps('17', '1745')).toEqual(['1>1', '7>7', '>4', '>5']);
    expect(steps('rn', 'm')).toEqual(['r>', 'n>m']);
    expect(steps('l0', '10')).toEqual(['l>1', '0>0']);
    expect(steps('', '')).toEqual([]);
  });

  it('changes as often as there are edits', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab1😀'), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const all = textSteps(before, after);
        expect(all.every((step) => [...step.before].length <= 1)).toBe(true);
        expect(all.map((step) => step.after).join('')).toBe(after);
        expect(all.filter((step) => !isSamePart(step))).toHaveLength(editsBetween(before, after));
      }),
    );
  });
});

describe('editsBetween', () => {
  it('counts what is changed, put in and taken out', () => {
    expect(editsBetween('kitten', 'sitting')).toBe(3);
    expect(editsBetween('2907', '2907')).toBe(0);
    expect(editsBetween('', '2907')).toBe(4);
  });
});

describe('editsBetween', () => {
  it.each([
    ['', '', 0],
    ['line', 'line', 0],
    ['line', 'lime', 1],
    ['line', 'lie', 1],
    ['lie', 'line', 1],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['12', '21', 2],
  ])('from "%s" to "%s" are %d changes', (from, to, wanted) => {
    expect(editsBetween(from, to)).toBe(wanted);
  });
});
