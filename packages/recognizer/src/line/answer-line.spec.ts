import { describe, expect, it } from '@jest/globals';
import { LanguageModel } from './language-model.js';
import { answerLine, type PlacedRow } from './answer-line.js';
import type { PlacedCharacter } from './place-characters.js';

const character = (label: string, probability: number): PlacedCharacter => ({
  label,
  candidates: [
    { label, probability },
    { label: 'x', probability: 1 - probability },
  ],
  segment: { left: 0, right: 8, standsAlone: true },
  box: [0, 0, 8, 8],
});

const row = (text: string, probability: number, others: PlacedRow['texts'] = []): PlacedRow => ({
  texts: [{ text, probability }, ...others],
  characters: [...text].map((label) => character(label, 0.9)),
});

const TEXT = { task: 'text' } as const;
const CARD = { memoryWeight: 1 };
const nothing = () => undefined;

describe('answerLine', () => {
  it('joins rows, and tells characters by their row, without spaces', () => {
    const read = [row('a b', 0.8), row('c', 0.5)];
    const answer = answerLine(read, TEXT, CARD, nothing, 5);
    expect(answer).toMatchObject({ text: 'a b\nc', probability: 0.4 });
    expect(answer.characters.map(({ label, row: of }) => [label, of])).toEqual([
      ['a', 0],
      ['b', 0],
      ['c', 1],
    ]);
  });

  it('gives texts a probability where nothing is left for them', () => {
    const read = [row('a', 1, [{ text: 'o', probability: 0 }])];
    const { alternatives } = answerLine(read, TEXT, CARD, nothing, 2);
    expect(alternatives.map(({ probability }) => probability)).toEqual([1, 0]);
  });

  it('tells the most probable ways to take a text of each row', () => {
    const read = [
      row('a', 0.7, [{ text: 'o', probability: 0.3 }]),
      row('c', 0.6, [{ text: 'e', probability: 0.4 }]),
    ];
    const { alternatives } = answerLine(read, TEXT, CARD, nothing, 3);
    expect(alternatives.map(({ text }) => text)).toEqual(['a\nc', 'a\ne', 'o\nc']);
    expect(alternatives[2]!.probability).toBeCloseTo(0.18, 9);
  });

  const remembered =
    (at: number, label: string, isSame = false) =>
    (_: number, asked: number) =>
      asked === at
        ? { gains: new Map([[label, 12]]), symbols: new Map(), neighbours: [], isSame }
        : undefined;

  it('takes a symbol that memory finds, whatever the language says', () => {
    const read = [row('abc', 0.7)];
    const found = (_: number, at: number) =>
      at === 1
        ? { gains: new Map(), symbols: new Map([['ß', 0.8]]), neighbours: [], isSame: false }
        : undefined;
    const answer = answerLine(read, TEXT, CARD, found, 2);
    expect(answer.text).toBe('aßc');
    expect(answer.characters[1]).toMatchObject({ label: 'ß', decidedBy: 'memory' });
    expect(answer.characters[1]!.probability).toBeCloseTo(0.8, 9);
    // Where only some characters may be answered, it is none of them.
    const limited = { ...TEXT, allow: [...'abc'] };
    expect(answerLine(read, limited, CARD, found, 2).text).toBe('abc');
  });

  it('lets memory change one character, and says so', () => {
    const read = [row('abc', 0.7)];
    const answer = answerLine(read, TEXT, CARD, remembered(1, 'h'), 2);
    expect(answer.text).toBe('ahc');
    expect(answer.characters.map(({ decidedBy }) => decidedBy)).toEqual([
      'model',
      'memory',
      'model',
    ]);
    expect(answer.alternatives.map(({ text }) => text)).toEqual(['ahc', 'abc']);
    expect(answer.probability).toBeCloseTo((0.7 * answer.characters[1]!.probability) / 0.9, 9);
    expect(answer.alternatives[0]!.probability).toBe(answer.probability);
  });

  it('answers the first of all texts, however improbable memory made it', () => {
    // Each change costs: the two together are less probable than what was read.
    const barely = () => ({
      ...{ gains: new Map([['x', 2.3]]), symbols: new Map(), neighbours: [], isSame: false },
    });
    const others = [{ text: 'abd', probability: 0.1 }];
    const read = [row('abc', 0.6, others), row('e', 0.9)];
    const { text, probability, alternatives } = answerLine(read, TEXT, CARD, barely, 5);
    expect(text).toBe('xxx\nx');
    expect(alternatives[0]).toEqual({ text, probability });
    expect(alternatives.map((each) => each.text)).toContain('abc\ne');
    for (const other of alternatives) expect(other.probability).toBeLessThanOrEqual(probability);
  });

  it('counts in full what is taught of this very drawing, whatever the weight of memory', () => {
    const read = [row('abc', 0.7)];
    const light = { memoryWeight: 0.25 };
    expect(answerLine(read, TEXT, light, remembered(1, 'h'), 1).text).toBe('abc');
    expect(answerLine(read, TEXT, light, remembered(1, 'h', true), 1).text).toBe('ahc');
  });

  it('lets it not answer what may not be answered', () => {
    const read = [row('abc', 0.7)];
    const asked = { task: 'text', words: ['abc', 'abd'] } as const;
    expect(answerLine(read, asked, CARD, remembered(1, 'h'), 2).text).toBe('abc');
    expect(answerLine(read, asked, CARD, remembered(2, 'd'), 2).text).toBe('abd');
  });

  it.each([{ allow: ['0', '1'] }, { words: ['01', '10'] }, { pattern: '01' }])(
    'takes nothing from what may be answered for what may not: %j',
    (limits) => {
      const read = [row('01', 0.98)];
      const asked = { task: 'digits', ...limits } as const;
      const symbol = () => ({
        ...{ gains: new Map([['7', 12]]), symbols: new Map([['ß', 0.8]]) },
        ...{ neighbours: [], isSame: false },
      });
      const answer = answerLine(read, asked, CARD, symbol, 2);
      expect(answer.probability).toBeCloseTo(0.98, 9);
      const labels = answer.characters[0]!.candidates.map(({ label }) => label);
      expect(labels).toEqual(['0', 'x']);
    },
  );

  it.each([
    ['7B', 0, 'B', { pattern: 'dA' }],
    ['cat', 0, 'd', { words: ['cat', 'dog'] }],
    ['cat', 1, 'o', { words: ['cat', 'cot'], allow: [...'cat'] }],
  ])(
    'takes nothing from %s for a character that may not stand there',
    (text, at, label, limits) => {
      const read = [row(text, 0.98)];
      const asked = { task: 'text', ...limits } as const;
      const answer = answerLine(read, asked, CARD, remembered(at, label), 2);
      expect(answer).toMatchObject({ text, probability: expect.closeTo(0.98, 9) });
      expect(answer.characters[at]!.candidates.map((each) => each.label)).toEqual([text[at], 'x']);
    },
  );

  it('answers what memory prefers of what may stand in a place', () => {
    const both = () => ({
      ...{ gains: new Map([...'B4'].map((label) => [label, label === 'B' ? 14 : 12])) },
      ...{ symbols: new Map(), neighbours: [], isSame: false },
    });
    const asked = { task: 'text', pattern: 'dA' } as const;
    expect(answerLine([row('7B', 0.9)], asked, CARD, both, 1).text).toBe('4B');
  });

  it('lets a character stand where another that memory changed lets it', () => {
    const two = (_: number, at: number) =>
      remembered(at, ['x', '', 'd'][at]!)(0, at === 1 ? -1 : at);
    const asked = { task: 'text', words: ['abc', 'abd', 'xbd'] } as const;
    const { text, characters } = answerLine([row('abc', 0.7)], asked, CARD, two, 1);
    expect(text).toBe('xbd');
    expect(characters.map(({ decidedBy }) => decidedBy)).toEqual(['memory', 'model', 'memory']);
  });

  it('reads no list of words where memory changes nothing: that of a long one takes long', () => {
    const unread = new Proxy<string[]>([], {
      get: () => {
        throw new Error('read');
      },
    });
    const asked = { task: 'text', words: unread } as const;
    expect(answerLine([row('abc', 0.7)], asked, CARD, nothing, 2).text).toBe('abc');
  });

  it('asks the language whether a word is still one', () => {
    const words = new Map([
      ['abc', 20],
      ['the', 10],
    ]);
    const language = { model: LanguageModel.ofWords(words, 4), weight: 2, bonus: 0 };
    const read = [row('abc', 0.7)];
    const by = (settings: object, isSame = false) =>
      answerLine(read, TEXT, { ...CARD, ...settings }, remembered(1, 'h', isSame), 1).text;
    expect(by({})).toBe('ahc');
    expect(by({ language })).toBe('abc');
    // A number is no language, and what is taught of this very drawing needs no other's word.
    expect(by({ language }, true)).toBe('ahc');
    const asNumber = { ...CARD, language };
    const digits = { task: 'digits' } as const;
    expect(answerLine(read, digits, asNumber, remembered(1, 'h'), 1).text).toBe('ahc');
  });
});
