import { defineStore } from 'pinia';
import { USUAL_LINE_VIEW } from './line-address';
import { countLineCorrections, listLineCorrections } from './line-calls';
import { LINES } from './line-kind';
import { reviewList } from './review-list';

/** The review queue of lines. */
export const useLineReviewStore = defineStore('line-review', () =>
  reviewList({
    ...{ kind: LINES, usual: USUAL_LINE_VIEW, pageLength: 60 },
    ...{ list: listLineCorrections, count: countLineCorrections },
  }),
);
