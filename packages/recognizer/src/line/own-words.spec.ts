import { describe, expect, it } from '@jest/globals';
import type { Language } from './language.js';
import { LanguageModel } from './language-model.js';
import { countWords, OwnWords } from './own-words.js';

const model = LanguageModel.ofWords(
  new Map([
    ['the', 8],
    ['then', 2],
    ['tea', 4],
  ]),
  4,
);
const SHARE = 0.1;
const own = (...texts: string[]) => new OwnWords(model, countWords(texts), SHARE);

function logOf(text: string, of: Language): number {
  let [state, sum] = [of.start, 0];
  for (const character of text) {
    sum += of.logProbability(state, character);
    state = of.next(state, character);
  }
  return sum + of.logEnd(state);
}

describe('OwnWords', () => {
  it('gives each word its part of the share, and its part of the other language', () => {
    const language = own('Kowalski', 'tea Kowalski', 'Zoe');
    for (const [word, count] of [
      ['Kowalski', 2],
      ['tea', 1],
      ['Zoe', 1],
    ] as const) {
      const wanted = SHARE * (count / 4) + (1 - SHARE) * Math.exp(logOf(word, model));
      expect(Math.exp(logOf(word, language))).toBeCloseTo(wanted, 9);
    }
  });

  it('knows each word of a text', () => {
    const language = own('Kowalski');
    const gain = (text: string) => logOf(text, language) - logOf(text, model);
    expect(gain('the Kowalski')).toBeGreaterThan(2);
    expect(gain('Kowalski Kowalski')).toBeCloseTo(2 * gain('Kowalski'), 6);
  });

  it('takes from other words no more than the share, also from those that begin alike', () => {
    for (const word of ['the', 'then', 'Kowal', 'Kowalskis', 'zq']) {
      const lost = logOf(word, own('Kowalski')) - logOf(word, model);
      expect(lost).toBeCloseTo(Math.log(1 - SHARE), 9);
    }
  });

  it('gives probabilities that add up to no more than 1 wherever a text stands', () => {
    const language = own('Kowalski', 'tea');
    for (const text of ['', 'K', 'te', 'tea', 'tq', 'tea ']) {
      let state = language.start;
      for (const character of text) state = language.next(state, character);
      let sum = Math.exp(language.logEnd(state));
      for (let code = 33; code < 127; code++) {
        sum += Math.exp(language.logProbability(state, String.fromCharCode(code)));
      }
      expect(sum).toBeGreaterThan(0.95);
      expect(sum).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  it('is the other language where nothing was said', () => {
    expect(logOf('the tea', own())).toBe(logOf('the tea', model));
  });
});

it('counts words, not spaces', () => {
  expect([...countWords(['a  b', 'b\nc '])]).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 1],
  ]);
});
