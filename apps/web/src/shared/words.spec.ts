import { describe, expect, it } from '@jest/globals';
import type { PredictionResponse } from '@inkling/contract';
import {
  certaintyWords,
  dateTime,
  learnedWords,
  percent,
  shortAge,
  spokenAnswer,
  spokenLabel,
  timeAgo,
} from './words';

describe('percent', () => {
  it.each([
    [1, '100%'],
    [0.99999, '99.9%'],
    [0.994, '99.4%'],
    [0.99, '99%'],
    [0.935, '94%'],
    [0.014, '1%'],
    [0.01, '1%'],
    [0.0042, '0.4%'],
    [0.0001, '< 0.1%'],
    [0, '0%'],
  ])('shows %p as %p', (share, shown) => {
    expect(percent(share)).toBe(shown);
  });
});

describe('words', () => {
  it('tells a correction from a confirmation', () => {
    expect(learnedWords('7', false)).toBe('Learned. Your next 7 like this will be read as 7.');
    expect(learnedWords('7', true)).toMatch(/^Confirmed\./);
  });

  it('says why it is not sure, where that is known', () => {
    expect(certaintyWords({ certainty: 'sure' })).toBe('sure');
    expect(certaintyWords({ certainty: 'unsure', likeness: 0.9 })).toBe('not sure');
    expect(certaintyWords({ certainty: 'unsure', likeness: 0.6 })).toMatch(/unusual shape/);
    expect(certaintyWords({ certainty: 'unlike', several: true })).toBe(
      'That looks like several characters',
    );
    expect(certaintyWords({ certainty: 'unsure', ambiguous: ['0', 'O'] })).toBe(
      '0 or O? The shape alone can’t tell',
    );
    expect(certaintyWords({ certainty: 'unsure', ambiguous: ['1', 'I', 'L'] })).toMatch(
      /^1, I or L\?/,
    );
  });

  it('says the same aloud', () => {
    const spoken = (answer: Partial<PredictionResponse>) =>
      spokenAnswer({ label: '0', probability: 0.94, ...answer } as PredictionResponse);
    expect(spoken({ certainty: 'unsure', ambiguous: ['0', 'O'] })).toBe(
      '0, 94 percent, 0 or capital O? The shape alone can’t tell.',
    );
    expect(spoken({ certainty: 'unlike', several: true })).toBe(
      'That looks like several characters. Nearest: 0.',
    );
  });

  it('says which case a letter has', () => {
    expect(spokenLabel('A')).toBe('capital A');
    expect(spokenLabel('a')).toBe('small a');
    expect(spokenLabel('7')).toBe('7');
  });

  it('says how long ago something was', () => {
    const now = Date.parse('2026-01-10T12:00:00Z');
    expect(timeAgo('2026-01-10T12:00:05Z', now)).toBe('just now');
    expect(timeAgo('2026-01-10T11:55:00Z', now)).toBe('5 minutes ago');
    expect(timeAgo('2026-01-10T09:00:00Z', now)).toBe('3 hours ago');
    expect(timeAgo('2026-01-09T11:00:00Z', now)).toBe('yesterday');
  });
});

describe('dateTime', () => {
  it('names day and time as a British reader would', () => {
    expect(dateTime('2026-05-03T14:05:00')).toBe('3 May 2026, 14:05');
  });
});

describe('shortAge', () => {
  it.each([
    ['2026-01-10T12:00:05Z', 'now'],
    ['2026-01-10T11:59:01Z', 'now'],
    ['2026-01-10T11:55:00Z', '5 min'],
    ['2026-01-10T08:10:00Z', '3 h'],
    ['2025-12-29T11:00:00Z', '12 d'],
    ['2023-12-29T11:00:00Z', '2 y'],
  ])('says of %s "%s"', (iso, words) => {
    expect(shortAge(iso, Date.parse('2026-01-10T12:00:00Z'))).toBe(words);
  });
});
