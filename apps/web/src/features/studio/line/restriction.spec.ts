import { describe, expect, it } from '@jest/globals';
import { patternProblem, PRESETS, wordList, wordListWords } from './restriction';

describe('patternProblem', () => {
  it('has nothing against the presets', () => {
    expect(PRESETS.map(({ pattern, task }) => patternProblem(pattern, task))).toEqual(
      PRESETS.map(() => ''),
    );
  });

  it('says why a pattern cannot be used', () => {
    expect(patternProblem('AAdd', 'digits')).toContain('Text');
    expect(patternProblem('dé', 'text')).not.toBe('');
  });
});

describe('wordList', () => {
  it('takes each row once, without what surrounds it', () => {
    expect(wordList(' Ada \r\nBob\n\nAda\nNew York').words).toEqual(['Ada', 'Bob', 'New York']);
  });

  it('skips what cannot be answered, and says so', () => {
    const list = wordList('Zoë\nAda');
    expect(list.words).toEqual(['Ada']);
    expect(wordListWords(list)).toBe(
      'Only this 1 entry may be answered. Skipped: 1 with characters it can’t read.',
    );
  });

  it('ends at 10,000', () => {
    const list = wordList(Array.from({ length: 10_002 }, (_, at) => `w${at}`).join('\n'));
    expect(list.words).toHaveLength(10_000);
    expect(wordListWords(list)).toBe(
      'Only these 10,000 entries may be answered. Skipped: 2 beyond the limit.',
    );
  });
});
