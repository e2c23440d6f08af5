import type { ReviewItem } from '@inkling/contract';
import { labelOf } from '@inkling/recognizer';
import { labelProblem } from '../../shared/labels';
import type { ReviewKind } from './review-kind';

/** Corrections of single characters: labels of their tasks. */
export const CHARACTERS: ReviewKind<ReviewItem> = {
  wordsOf: ({ label, reviewerLabel }) => ({ written: label, reviewed: reviewerLabel }),
  withWords: (item, { written, reviewed }) => ({
    ...item,
    label: written,
    given: written === item.label ? item.given : written,
    reviewerLabel: reviewed,
  }),
  kept: ({ task }, label) => labelOf(task, label) ?? label,
  refusal: (items, label) => {
    const lacking = items.find(({ task }) => labelOf(task, label) === undefined);
    if (lacking === undefined) return null;
    return labelProblem(label) ?? `“${label}” is not a label of ${lacking.task}.`;
  },
  named: (label) => ({ label }),
};
