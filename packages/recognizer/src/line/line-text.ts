import { isSymbolOfLine } from '../symbol.js';

/** A text that a line can't have been given, in words for who gave it. */
export class LineTextError extends Error {
  override readonly name = 'LineTextError';
}

/** Whether a text is one of rows of printable ASCII and of symbols of one character each. */
export const isLineText = (text: string): boolean =>
  Array.from(text).every(
    (character) => character === '\n' || /^[ -~]$/.test(character) || isSymbolOfLine(character),
  );

export const NO_LINE_TEXT =
  'must be printable ASCII and symbols of one character each, such as ä or €';

/** The rows of a text as they are kept: without blanks around them, and one between words. */
export const lineRows = (text: string): string[] =>
  text.split('\n').map((row) => row.trim().replace(/ +/g, ' '));

/**
 * A text for a line, each row without blanks around it.
 *
 * @param rows how many rows the line has
 * @throws LineTextError when the text has other rows, an empty one, or characters that no line has
 */
export function checkedLineText(given: string, rows: number): string {
  const text = given.normalize();
  if (!isLineText(text)) throw new LineTextError(`The text ${NO_LINE_TEXT}.`);
  const parts = lineRows(text);
  if (parts.length !== rows) {
    throw new LineTextError(
      rows === 1
        ? 'The line has one row. Write its text without a line feed.'
        : `The line has ${rows} rows. Write the text of each, with a line feed between them.`,
    );
  }
  if (parts.includes('')) throw new LineTextError('A row is empty. Write what each row says.');
  return parts.join('\n');
}
