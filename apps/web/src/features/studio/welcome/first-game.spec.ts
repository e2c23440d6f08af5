import { describe, expect, it } from '@jest/globals';
import { moveOf, moveWords, type Seen } from './first-game';

const blank: Seen = { phase: 'blank', read: undefined, label: null };
const read = (as: string, label: string | null = null): Seen => ({
  phase: 'answered',
  read: as,
  label,
});

describe('the first minute', () => {
  it('goes from writing over a correction to being remembered', () => {
    expect(moveOf('7', blank, false)).toBe('write');
    expect(moveOf('7', { ...blank, phase: 'reading' }, false)).toBe('wait');
    expect(moveOf('7', read('1'), false)).toBe('wrong');
    expect(moveOf('7', read('1', '7'), true)).toBe('learned');
    expect(moveOf('7', blank, true)).toBe('again');
    expect(moveOf('7', read('7'), true)).toBe('remembered');
  });

  it('takes a right answer as it is, and another label as still wrong', () => {
    expect(moveOf('7', read('7'), false)).toBe('right');
    expect(moveOf('7', read('1', '4'), false)).toBe('wrong');
    expect(moveOf('7', { ...blank, phase: 'refused' }, false)).toBe('refused');
  });

  it('says what was read and what to do', () => {
    expect(moveWords('wrong', '7', '1')).toBe('Read as 1. Wrong? Tap 7: it remembers.');
    expect(moveWords('write', '4', undefined)).toBe('Write a 4.');
  });
});
