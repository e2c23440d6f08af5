import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allOf, allowOnly, patternOf, wordsOf, type Constraint } from './constraint.js';
import { logAdd } from './log-add.js';
import { decodeSequence, type SequenceReading } from './prefix-beam.js';

const CHARACTERS = ['a', 'b'];
const STEPS = 5;
const MANY = 1000;

const reading = (steps: number): fc.Arbitrary<SequenceReading> =>
  fc
    .array(fc.array(fc.double({ min: -6, max: 0, noNaN: true }), { minLength: 3, maxLength: 3 }), {
      minLength: steps,
      maxLength: steps,
    })
    .map((rows) => ({
      steps,
      characters: CHARACTERS,
      logProbabilities: Float32Array.from(rows.flatMap(normalised)),
    }));

const normalised = (row: number[]): number[] => {
  const sum = row.reduce((total, value) => logAdd(total, value), -Infinity);
  return row.map((value) => value - sum);
};

/** Every way along the line, added up by the text that it writes. */
function allTexts({ logProbabilities, steps, characters }: SequenceReading): Map<string, number> {
  const found = new Map<string, number>();
  const blank = characters.length;
  const walk = (step: number, last: number, text: string, sum: number): void => {
    if (step === steps) {
      found.set(text, logAdd(found.get(text) ?? -Infinity, sum));
      return;
    }
    for (let at = 0; at <= blank; at++) {
      const isNew = at !== blank && at !== last;
      const value = logProbabilities[step * (blank + 1) + at]!;
      walk(step + 1, at, isNew ? text + characters[at]! : text, sum + value);
    }
  };
  walk(0, -1, '', 0);
  return found;
}

const ranked = (texts: Map<string, number>) => [...texts].sort(([, a], [, b]) => b - a);

function fits<S>(constraint: Constraint<S>, text: string): boolean {
  let state: S | undefined = constraint.start;
  for (const character of text) {
    state = constraint.next(state, character);
    if (state === undefined) return false;
  }
  return constraint.mayEnd(state);
}

describe('decodeSequence', () => {
  it('finds what adding up every way finds', () => {
    fc.assert(
      fc.property(reading(STEPS), (read) => {
        const wanted = ranked(allTexts(read)).slice(0, 5);
        const found = decodeSequence(read, { width: MANY });
        expect(found).toHaveLength(5);
        found.forEach(({ logProbability }, at) =>
          expect(logProbability).toBeCloseTo(wanted[at]![1], 4),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each<[string, Constraint]>([
    ['characters', allowOnly('b')],
    ['a pattern', patternOf('a*')],
    ['words', wordsOf(['ab', 'aab', 'bb'])],
    ['several at once', allOf([wordsOf(['ab', 'ba', 'bab']), patternOf('***')])],
  ])('answers only what is allowed by %s, each as probable as without', (_, constraint) => {
    fc.assert(
      fc.property(reading(STEPS), (read) => {
        const wanted = ranked(allTexts(read)).filter(([text]) => fits(constraint, text));
        const found = decodeSequence(read, { constraint, width: MANY, top: MANY });
        expect(found.map(({ text }) => text).sort()).toEqual(wanted.map(([text]) => text).sort());
        found.forEach(({ logProbability }, at) =>
          expect(logProbability).toBeCloseTo(wanted[at]![1], 4),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('answers nothing where no text that is allowed fits', () => {
    const read = fc.sample(reading(2), 1)[0]!;
    // Two of the same need a blank between them.
    expect(decodeSequence(read, { constraint: wordsOf(['aa', 'abab']) })).toEqual([]);
  });

  it('keeps repeats', () => {
    const [sure, not] = [Math.log(0.98), Math.log(0.01)];
    const rows = [...'0_87_00_11_'].flatMap((said) =>
      [...'0178_'].map((each) => (each === said ? sure : not)),
    );
    // 0, 8, 7, 0 (held for two steps), 1 (likewise).
    const read = { steps: 11, characters: [...'0178'], logProbabilities: Float32Array.from(rows) };
    expect(decodeSequence(read)[0]!.text).toBe('08701');
    const again = [...'0_8_7_0_0_1_1_'].flatMap((said) =>
      [...'0178_'].map((each) => (each === said ? sure : not)),
    );
    const longer = { ...read, steps: 14, logProbabilities: Float32Array.from(again) };
    expect(decodeSequence(longer)[0]!.text).toBe('0870011');
  });

  it('finds nothing better with fewer prefixes', () => {
    fc.assert(
      fc.property(reading(8), (read) => {
        const best = (width: number) => decodeSequence(read, { width })[0]!.logProbability;
        expect(best(MANY)).toBeGreaterThanOrEqual(best(4) - 1e-6);
        expect(best(4)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('refuses numbers that do not fit', () => {
    const read = { steps: 2, characters: CHARACTERS, logProbabilities: new Float32Array(5) };
    expect(() => decodeSequence(read)).toThrow(RangeError);
  });
});

describe('patternOf', () => {
  it.each([
    ['dd/dd/dddd', '31/12/1999', true],
    ['dd/dd/dddd', '31-12-1999', false],
    ['AA dddd', 'ZH 1234', true],
    ['AA dddd', 'zh 1234', false],
    ['a*', 'x!', true],
    ['a*', 'x', false],
    ['', '', true],
  ])('%s: %s', (pattern, text, isAllowed) => {
    expect(fits(patternOf(pattern), text)).toBe(isAllowed);
  });
});

describe('wordsOf', () => {
  const words = wordsOf(['for', 'form', 'no']);
  it.each([
    ['for', true],
    ['form', true],
    ['fo', false],
    ['no form', true],
    ['no ', false],
    [' no', false],
    ['no  no', false],
    ['', false],
  ])('%s', (text, isAllowed) => {
    expect(fits(words, text)).toBe(isAllowed);
  });

  it.each<[string, string[], string[], string[]]>([
    ['words that others begin with', ['a', 'ab', 'abc'], ['a', 'abc ab a'], ['abcd', 'b', 'ac']],
    ['words that come again', ['to', 'be', 'to', 'to'], ['to be', 'be'], ['t', 'tobe']],
    ['capitals', ['No', 'no', 'NO'], ['No no NO'], ['nO']],
    ['characters of two units', ['a😀b', '😀', '😁😀'], ['😀 a😀b', '😁😀'], ['😁', 'a😀', '😀😀']],
    // After "a " only "b" goes on.
    ['words with a space', ['a', 'a b', 'c'], ['a b', 'c a b', 'a b c'], ['a c', 'a ', ' ']],
    ['no word at all', ['', 'a'], ['a', 'a a'], ['', ' ', ' a']],
    ['no words', [], [], ['', 'a', ' ']],
  ])('knows %s', (_, list, allowed, forbidden) => {
    const constraint = wordsOf(list);
    expect(allowed.filter((text) => !fits(constraint, text))).toEqual([]);
    expect(forbidden.filter((text) => fits(constraint, text))).toEqual([]);
  });
});
