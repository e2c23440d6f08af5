import { describe, expect, it } from '@jest/globals';
import { LanguageModel } from './language-model.js';

const WORDS = new Map([
  ['the', 8],
  ['then', 2],
  ['tea', 4],
  ['42', 2],
]);
const model = LanguageModel.ofWords(WORDS, 4);

function logOf(text: string, of = model): number {
  let [state, sum] = [of.start, 0];
  for (const character of text) {
    sum += of.logProbability(state, character);
    state = of.next(state, character);
  }
  return sum + of.logEnd(state);
}

describe('LanguageModel', () => {
  it('finds words that it was made of more probable than others', () => {
    expect(logOf('the')).toBeGreaterThan(logOf('tea'));
    expect(logOf('tea')).toBeGreaterThan(logOf('tae'));
    expect(logOf('then')).toBeGreaterThan(logOf('thex'));
    expect(logOf('zzz')).toBeGreaterThan(-Infinity);
  });

  it('gives probabilities that add up to no more than 1 wherever a text stands', () => {
    for (const text of ['', 't', 'th', 'zq', 'tea']) {
      const state = [...text].reduce((at, character) => model.next(at, character), model.start);
      let sum = Math.exp(model.logEnd(state));
      for (let code = 33; code < 127; code++) {
        sum += Math.exp(model.logProbability(state, String.fromCharCode(code)));
      }
      expect(sum).toBeGreaterThan(0.95);
      expect(sum).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  it('begins anew behind a space', () => {
    expect(logOf('the tea')).toBeCloseTo(logOf('the') + logOf('tea'), 6);
  });

  it('is the same when its bytes are read again', () => {
    const again = LanguageModel.parse(model.bytes());
    for (const text of ['the', 'ten', '4', 'a b']) expect(logOf(text, again)).toBe(logOf(text));
    expect(again.bytes()).toEqual(model.bytes());
  });

  it('refuses other bytes', () => {
    expect(() => LanguageModel.parse(new Uint8Array(20))).toThrow('no language model');
    expect(() => LanguageModel.parse(model.bytes().subarray(0, -2))).toThrow('cut off');
  });
});
