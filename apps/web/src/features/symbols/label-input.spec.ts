import { describe, expect, it } from '@jest/globals';
import { readLabel } from './label-input';

const KNOWN = [{ label: '✓', samples: 2 }];

describe('a label that is typed', () => {
  it('is nothing at first, and then new, known or merged', () => {
    expect(readLabel('', 'digits', KNOWN)).toEqual({ words: '', isWrong: false });
    expect(readLabel(' ä\n', 'digits', KNOWN)).toEqual({
      ...{ label: 'ä', isWrong: false },
      words: 'ä will be a new symbol of yours.',
    });
    expect(readLabel('✓', 'digits', KNOWN).words).toBe('You taught ✓ with 2 drawings.');
    expect(readLabel('c', 'letters', KNOWN)).toMatchObject({
      ...{ label: 'c', words: 'c counts as C: they look alike.' },
    });
  });

  it.each(['123456789', ' ', 'a b', '\u202e7'])('is refused with a reason: %j', (text) => {
    const { label, words, isWrong } = readLabel(text, 'characters', KNOWN);
    expect([label, isWrong]).toEqual([undefined, true]);
    expect(words).not.toBe('');
  });

  it('is refused where it is a class of another task', () => {
    expect(readLabel('A', 'digits', KNOWN)).toMatchObject({ isWrong: true });
  });
});
