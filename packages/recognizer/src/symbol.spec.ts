import { describe, expect, it } from '@jest/globals';
import { isSymbol, isSymbolOfLine, labelOf, symbolOf } from './symbol.js';

describe('symbolOf', () => {
  it('takes what people can write, up to eight characters', () => {
    for (const label of ['ä', '✓', 'kg', 'ক', 'ক্ষ', 'NaCl', '12345678', '→', '👩‍👩‍👧‍👦', '❤️', '漢字']) {
      expect(symbolOf(label)).toBe(label.normalize('NFC'));
    }
  });

  it('is one symbol however it was typed', () => {
    expect(symbolOf('a\u0308')).toBe('ä');
  });

  it('refuses nothing, what is too long, and what cannot be seen', () => {
    const piled = 'a' + '\u0301'.repeat(40);
    for (const label of [
      '',
      '123456789',
      'a b',
      ' ',
      '\n',
      'a\0',
      '\u200d',
      '\ufe0f',
      '\u202ea',
      '\u00a0',
      '\u3164',
      '\ud83d',
      '\ufeff',
      piled,
    ]) {
      expect(symbolOf(label)).toBeUndefined();
    }
  });
});

describe('isSymbol', () => {
  it('is what no network has a class for, in any case of a merged letter', () => {
    expect(['ä', 'kg', '✓', 'Α', 'ı', 'ß'].map(isSymbol)).toEqual(Array(6).fill(true));
    expect(['a', 'A', 'c', 'C', '7'].map(isSymbol)).toEqual(Array(5).fill(false));
  });
});

describe('isSymbolOfLine', () => {
  it('is one character beyond what the network for lines knows', () => {
    expect(['ä', 'ß', '€', 'Ω', 'ক'].map(isSymbolOfLine)).toEqual(Array(5).fill(true));
    expect(['a', '.', ' ', '\n', 'kg', '😀', '\u0308'].map(isSymbolOfLine)).toEqual([
      ...Array(6).fill(false),
      true,
    ]);
  });
});

describe('labelOf', () => {
  it('keeps classes, merged letters as their capital, and symbols in one form', () => {
    expect(
      ['7', 'c', 'A', '✓', 'a\u0308', 'kg'].map((label) => labelOf('characters', label)),
    ).toEqual(['7', 'C', 'A', '✓', 'ä', 'kg']);
    expect(labelOf('digits', 'A')).toBeUndefined();
    expect(labelOf('digits', '✓')).toBe('✓');
    expect(labelOf('characters', 'a b')).toBeUndefined();
  });

  it('is the class of the task, or a symbol, and nothing that other tasks have', () => {
    expect(labelOf('letters', 'c')).toBe('C');
    expect(labelOf('characters', '\u212a')).toBe('K');
    expect(labelOf('digits', 'a\u0308')).toBe('ä');
    expect(labelOf('digits', 'A')).toBeUndefined();
    expect(labelOf('letters', '7')).toBeUndefined();
    expect(labelOf('letters', ' ')).toBeUndefined();
  });
});
