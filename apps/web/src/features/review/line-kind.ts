import type { LineReviewItem } from '@inkling/contract';
import { isLineText, lineRows } from '@inkling/recognizer';
import type { ReviewKind } from './review-kind';

/** Corrections of lines: their texts. */
export const LINES: ReviewKind<LineReviewItem> = {
  wordsOf: ({ text, reviewerText }) => ({ written: text, reviewed: reviewerText }),
  withWords: (item, { written, reviewed }) => ({
    ...item,
    text: written,
    reviewerText: reviewed,
  }),
  kept: (_item, text) => lineRows(text).join('\n'),
  refusal: (items, text) => {
    const rows = lineRows(text);
    if (rows.includes('')) return 'Write what each row says.';
    if (!isLineText(text)) return 'Only printable ASCII and symbols of one character can be read.';
    const other = items.find((item) => item.rows !== rows.length);
    if (!other) return null;
    return other.rows === 1
      ? 'This line has one row.'
      : `This line has ${other.rows} rows: write the text of each on a row of its own.`;
  },
  named: (text) => ({ text }),
};
