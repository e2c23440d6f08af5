import { lineRows } from '@inkling/contract';
import { ProblemError } from '../../common/problem-error.js';

/**
 * A text for a line, each row without blanks around it.
 *
 * @param rows how many rows the line has
 * @throws ProblemError when the text has other rows, or an empty one
 */
export function checkedText(given: string, rows: number): string {
  const parts = lineRows(given);
  if (parts.length !== rows) {
    throw refused(
      rows === 1
        ? 'The line has one row. Write its text without a line feed.'
        : `The line has ${rows} rows. Write the text of each, with a line feed between them.`,
    );
  }
  if (parts.includes('')) throw refused('A row is empty. Write what each row says.');
  return parts.join('\n');
}

const refused = (detail: string): ProblemError =>
  new ProblemError('invalid_request', detail, { errors: [{ pointer: '/text', detail }] });
