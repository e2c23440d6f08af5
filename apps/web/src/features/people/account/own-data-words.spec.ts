import { describe, expect, it } from '@jest/globals';
import type { OwnDataImport } from '@inkling/contract';
import { countedParts, leftOutWords, resultWords } from './own-data-words';

const nothing = { added: 0, known: 0 };
const empty: OwnDataImport = {
  ...{ drawings: nothing, lines: nothing, corrections: nothing, alphabets: nothing },
  leftOut: [],
};

describe('words about a file of own data', () => {
  it('say what came in, and leave out what is none', () => {
    const result = {
      ...empty,
      drawings: { added: 1208, known: 2 },
      corrections: { added: 1, known: 0 },
      alphabets: { added: 2, known: 1 },
    };
    expect(resultWords(result)).toBe('Added 1,208 drawings, 1 correction and 2 alphabets.');
    expect(countedParts(result, 'known')).toBe('2 drawings and 1 alphabet');
  });

  it('say so where nothing is new', () => {
    expect(resultWords({ ...empty, lines: { added: 0, known: 3 } })).toMatch(/^Nothing new/);
    expect(resultWords(empty)).toMatch(/no drawings/);
  });

  it('name what stays outside', () => {
    expect(leftOutWords({ what: 'account', count: 1, reason: '' })).toBe('Your account');
    expect(leftOutWords({ what: 'activity', count: 2, reason: '' })).toBe('2 audit log entries');
  });
});
