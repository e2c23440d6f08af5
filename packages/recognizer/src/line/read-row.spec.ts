import { describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT, type Strip } from '@inkling/ink';
import type { LineQuestion } from './line-question.js';
import { LanguageModel } from './language-model.js';
import { placeText, readRow } from './read-row.js';

const CHARACTERS = [...'0127O/a'];
const SETTINGS = { characters: CHARACTERS, temperature: 1 };
const TEXT: LineQuestion = { task: 'text' };
const DIGITS: LineQuestion = { task: 'digits' };

/** Four columns a step; those of steps with ink are full. */
function stripOf(inked: readonly boolean[]): Strip {
  const width = 4 * inked.length;
  const values = new Float32Array(STRIP_HEIGHT * width);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    inked.forEach((has, step) => {
      if (has) values.fill(1, row * width + 4 * step, row * width + 4 * step + 4);
    });
  }
  return { values, width };
}

/** What a network says: a weight of each character at each step, the rest is the blank's. */
function said(steps: readonly Readonly<Record<string, number>>[]) {
  const classes = CHARACTERS.length + 1;
  const logits = new Float32Array(steps.length * classes);
  steps.forEach((weights, step) => {
    const rest = 1 - Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    CHARACTERS.forEach((character, at) => {
      logits[step * classes + at] = Math.log(weights[character] ?? 1e-6);
    });
    logits[step * classes + CHARACTERS.length] = Math.log(Math.max(rest, 1e-6));
  });
  return { logits, steps: steps.length };
}

const BLANK = {};

describe('readRow', () => {
  it('gives texts with how probable they are, and each character its part of the strip', () => {
    const output = said([{ '1': 0.9, '7': 0.1 }, BLANK, BLANK, { '2': 1 }, { '2': 1 }, BLANK]);
    const strip = stripOf([true, false, false, true, true, false]);
    const { texts, characters } = readRow(strip, output, SETTINGS, TEXT, 3);
    expect(texts[0]!.text).toBe('12');
    expect(texts[0]!.probability).toBeCloseTo(0.9, 2);
    expect(texts[1]!.text).toBe('72');
    expect(texts[1]!.probability).toBeCloseTo(0.1, 2);
    expect(characters.map(({ label }) => label)).toEqual(['1', '2']);
    const [one, two] = characters;
    expect(one!.candidates.slice(0, 2).map(({ label }) => label)).toEqual(['1', '7']);
    expect(one!.candidates[0]!.probability).toBeCloseTo(0.9, 1);
    expect(one!.segment).toMatchObject({ left: 0, standsAlone: true });
    expect(two!.segment).toMatchObject({ right: 24, standsAlone: true });
    expect(one!.segment.right).toBe(two!.segment.left);
    expect(one!.segment.right).toBeGreaterThan(4);
    expect(one!.segment.right).toBeLessThan(12);
  });

  it('lets a language model decide where free text can be read in two ways, and only there', () => {
    const output = said([{ '0': 0.6, O: 0.4 }, BLANK, { a: 1 }, BLANK]);
    const strip = stripOf([true, false, true, false]);
    const model = LanguageModel.ofWords(new Map([['Oa', 5]]), 3);
    const settings = { ...SETTINGS, language: { model, weight: 0.5, bonus: 0 } };
    const read = (question: LineQuestion) => readRow(strip, output, settings, question, 2);
    expect(readRow(strip, output, SETTINGS, TEXT, 1).texts[0]!.text).toBe('0a');
    const { texts, characters } = read(TEXT);
    expect(texts.map(({ text }) => text)).toEqual(['Oa', '0a']);
    expect(texts[0]!.probability + texts[1]!.probability).toBeCloseTo(1, 3);
    // What stands at a place leads there.
    expect(characters[0]!.candidates[0]!.label).toBe('O');
    expect(characters[0]!.candidates[0]!.probability).toBeGreaterThanOrEqual(
      characters[0]!.candidates[1]!.probability,
    );
    expect(read({ task: 'text', pattern: '*a' }).texts[0]!.text).toBe('0a');
  });

  it('says of characters that touch that they do not stand alone', () => {
    const output = said([{ '1': 1 }, BLANK, { '2': 1 }, BLANK]);
    const { characters } = readRow(stripOf([true, true, true, true]), output, SETTINGS, TEXT, 1);
    expect(characters.map(({ segment }) => segment.standsAlone)).toEqual([false, false]);
  });

  it('reads an O as a 0 where a number is asked for, and past what is no part of it', () => {
    const output = said([{ O: 0.8, '0': 0.1 }, BLANK, { '/': 0.95, '1': 0.02 }, BLANK, { '7': 1 }]);
    const strip = stripOf([true, false, true, false, true]);
    const textOf = (question: LineQuestion) =>
      readRow(strip, output, SETTINGS, question, 1).texts[0]?.text;
    expect(textOf(TEXT)).toBe('O/7');
    expect(textOf(DIGITS)).toBe('07');
    expect(textOf({ ...DIGITS, pattern: 'd/d' })).toBe('0/7');
    expect(textOf({ ...TEXT, pattern: 'a*d' })).toBe('O/7');
    expect(textOf({ ...TEXT, allow: ['1', '7', '0'] })).toBe('017');
  });

  it('shares probability among the words that may be answered', () => {
    const output = said([{ '1': 0.6, a: 0.3 }, BLANK, { '2': 0.5, '7': 0.5 }]);
    const strip = stripOf([true, false, true]);
    const question = { ...TEXT, words: ['17', '27', 'a0'] };
    const { texts } = readRow(strip, output, SETTINGS, question, 3);
    expect(texts[0]!.text).toBe('17');
    expect(texts[0]!.probability).toBeGreaterThan(0.99);
    expect(readRow(strip, output, SETTINGS, { ...TEXT, words: ['1'.repeat(9)] }, 3)).toEqual({
      texts: [],
      characters: [],
    });
  });
});

describe('placeText', () => {
  it('lays a text along a strip that was read in another way', () => {
    const output = said([{ '1': 0.9, '7': 0.1 }, BLANK, { '2': 1 }]);
    const strip = stripOf([true, false, true]);
    const placed = placeText(strip, output, SETTINGS, '72')!;
    expect(placed.map(({ label }) => label)).toEqual(['7', '2']);
    const seven = placed[0]!.candidates.find(({ label }) => label === '7');
    expect(seven!.probability).toBeCloseTo(0.1, 1);
    expect(placeText(strip, output, SETTINGS, '7201')).toBeUndefined();
  });
});
