import { describe, expect, it } from '@jest/globals';
import { MOST_LABELS, partsOf, typedParts, withAdded } from './label-list';

describe('labels of an alphabet', () => {
  it('lie between blanks, commas and new lines', () => {
    expect(partsOf(' α, β;γ\n\tkg ,, ')).toEqual(['α', 'β', 'γ', 'kg']);
    expect(partsOf(',')).toEqual([',']);
    expect(partsOf(' ')).toEqual([]);
  });

  it('are complete while they are typed once something follows them', () => {
    expect(typedParts('α β,γ δ')).toEqual({ complete: 'α β γ', rest: 'δ' });
    expect(typedParts('α β ')).toEqual({ complete: 'α β', rest: '' });
    expect(typedParts('kg')).toEqual({ complete: '', rest: 'kg' });
    expect(typedParts(',')).toEqual({ complete: ',', rest: '' });
    expect(typedParts(', α')).toEqual({ complete: '', rest: 'α' });
    expect(typedParts(' ')).toEqual({ complete: '', rest: '' });
  });

  it('count once each, merged letters as their capital', () => {
    expect(withAdded(['α'], 'β α c C a\u0308')).toEqual({
      labels: ['α', 'β', 'C', 'ä'],
      problems: ['“α” is there already.', '“C” is there already.'],
    });
    expect(withAdded(['C'], 'c').problems).toEqual(['“c” is there already: it counts as C.']);
  });

  it('leave out what is no label, with a reason', () => {
    const { labels, problems } = withAdded([], '123456789 β');
    expect(labels).toEqual(['β']);
    expect(problems).toEqual(['“123456789”: That is 9 characters. A label has at most 8.']);
  });

  it('are limited', () => {
    const many = Array.from({ length: MOST_LABELS }, (_, at) => `l${at}`);
    expect(withAdded(many, '✓')).toMatchObject({
      labels: many,
      problems: [expect.stringMatching(/200/)],
    });
  });
});
