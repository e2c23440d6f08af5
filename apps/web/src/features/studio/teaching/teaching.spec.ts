import { describe, expect, it } from '@jest/globals';
import {
  afterSaid,
  isAsking,
  pauseMs,
  progressWords,
  teachingWords,
  type Teaching,
} from './teaching';

const said = (itemId: string, label: string | null, samples?: number) => ({
  itemId,
  correction: label === null ? null : { label, ...(samples && { symbol: { samples } }) },
});
const after = (...all: readonly ReturnType<typeof said>[]): Teaching | null =>
  all.reduce<Teaching | null>(afterSaid, null);
const sheet = { itemId: undefined, read: undefined, isLabelled: true };

describe('teaching a symbol', () => {
  it('begins with a symbol that has few samples, and ends with three', () => {
    expect(after(said('a', '7'))).toBeNull();
    expect(after(said('a', '✓', 3))).toBeNull();
    const first = after(said('a', '✓', 1))!;
    expect(isAsking(first)).toBe(true);
    expect(progressWords(first)).toBe('1 of 3');
    expect(teachingWords(first, sheet)).toBe('Draw ✓ twice more, so that it is known well.');
    const second = after(said('a', '✓', 1), said('b', '✓', 2))!;
    expect(teachingWords(second, sheet)).toBe('Draw ✓ once more, so that it is known well.');
    const third = afterSaid(second, said('c', '✓', 3))!;
    expect(isAsking(third)).toBe(false);
    expect(teachingWords(third, sheet)).toMatch(/^✓ is known now/);
  });

  it('says how the next drawing of it is read', () => {
    const known = after(said('a', '✓', 2), said('b', '✓', 3))!;
    const next = { itemId: 'c', isLabelled: false };
    expect(teachingWords(known, { ...next, read: '✓' })).toBe('Read as ✓: it remembered.');
    expect(teachingWords(known, { ...next, read: '7' })).toMatch(/^Read as 7\. Correct it/);
  });

  it('counts back what is undone or becomes another label', () => {
    const two = [said('a', '✓', 1), said('b', '✓', 2)] as const;
    expect(after(...two, said('b', null))).toMatchObject({ samples: 1, items: ['a'] });
    expect(after(...two, said('b', '7'))).toMatchObject({ samples: 1, items: ['a'] });
    expect(after(...two, said('x', null))).toMatchObject({ samples: 2 });
    expect(after(said('a', '✓', 1), said('a', null))).toBeNull();
  });

  it('turns to another symbol, and is over when what is known gives way to another label', () => {
    expect(after(said('a', '✓', 1), said('b', 'ä', 1))).toMatchObject({ label: 'ä', items: ['b'] });
    expect(after(said('a', '✓', 2), said('b', '✓', 3), said('c', '7'))).toBeNull();
  });

  it('waits for strokes that may come, not for those of a picture', () => {
    expect(pauseMs(0, 3)).toBe(0);
    expect(pauseMs(1, 3)).toBeGreaterThan(pauseMs(3, 3));
    expect(pauseMs(1, undefined)).toBe(pauseMs(1, 3));
  });
});
