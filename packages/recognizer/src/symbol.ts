import { classOfLabel, PRINTABLE_ASCII, type Task } from './labels.js';

/** The most characters, as a reader counts them, that one label has. */
export const MOST_CHARACTERS_OF_A_SYMBOL = 8;

/** One character may be many code points, an emoji of a family seven; marks piled on a letter know no end. */
const MOST_CODE_POINTS = 32;

/** Joins of Indic scripts and of emoji. Alone they show nothing. */
const JOINERS = /[\u200c\u200d]/gu;

/**
 * What can't be seen or steers how the text around it is shown: controls, unpaired surrogates, private and unassigned
 * code points, formats, spaces, and letters that are blank (Hangul fillers, the empty Braille pattern).
 */
const UNSEEN = /\p{C}|\p{Z}|\u034f|[\u115f\u1160\u2800\u3164\uffa0]|\u17b4|\u17b5/u;

/** Variation selectors change a character before them and are none of their own. */
const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters as a reader counts them. */
export const charactersOf = (text: string): string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

/**
 * The symbol that a label stands for: the label itself in Unicode's normal form C, so that "ä" is one symbol however
 * it was typed.
 *
 * @returns `undefined` for what is no symbol: nothing, more than 8 characters, or anything in it that can't be seen
 */
export function symbolOf(given: string): string | undefined {
  const symbol = given.normalize('NFC');
  const seen = symbol.replace(JOINERS, '').replace(SELECTORS, '');
  if (seen === '' || UNSEEN.test(seen) || [...symbol].length > MOST_CODE_POINTS) return undefined;
  return charactersOf(symbol).length <= MOST_CHARACTERS_OF_A_SYMBOL ? symbol : undefined;
}

/** Whether no network has a class for a label, so that memory alone knows it. */
export const isSymbol = (label: string): boolean => classOfLabel('characters', label) === undefined;

/**
 * Whether a label may stand for one character of a line that the network for lines does not know: a symbol beyond
 * printable ASCII, of one UTF-16 unit, so that places in a text are counted alike everywhere.
 */
export const isSymbolOfLine = (label: string): boolean =>
  label.length === 1 && !PRINTABLE_ASCII.includes(label) && symbolOf(label) === label;

/**
 * What a label that a person gives counts as in a task: its class, or the symbol that it is where no network has a class
 * for it. `undefined` for what is no label, and for classes that other tasks have.
 */
export function labelOf(task: Task, given: string): string | undefined {
  // In its normal form it may be one that has a class: the sign for kelvin is a K.
  const label = symbolOf(given);
  if (label === undefined) return undefined;
  return classOfLabel(task, label) ?? (isSymbol(label) ? label : undefined);
}
