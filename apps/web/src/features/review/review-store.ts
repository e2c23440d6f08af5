import { defineStore } from 'pinia';
import { CHARACTERS } from './character-kind';
import { USUAL_VIEW } from './review-address';
import { countCorrections, listCorrections } from './review-calls';
import { reviewList } from './review-list';

/** The review queue of single characters. */
export const useReviewStore = defineStore('review', () =>
  reviewList({
    ...{ kind: CHARACTERS, usual: USUAL_VIEW, pageLength: 200 },
    ...{ list: listCorrections, count: countCorrections },
  }),
);
