import { checkedLineText, LineTextError } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';

/** As `checkedLineText`. @throws ProblemError when the text has other rows, or an empty one */
export function checkedText(given: string, rows: number): string {
  try {
    return checkedLineText(given, rows);
  } catch (error) {
    if (error instanceof LineTextError) throw refused(error.message);
    throw error;
  }
}

const refused = (detail: string): ProblemError =>
  new ProblemError('invalid_request', detail, { errors: [{ pointer: '/text', detail }] });
