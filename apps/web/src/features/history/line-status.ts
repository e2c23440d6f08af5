import type { LineHistoryItem } from '@inkling/contract';

type Status = NonNullable<LineHistoryItem['correction']>['status'];

/** What a reviewer made of a corrected line, for its writer. */
export const LINE_STATUS: Readonly<Record<Status, string>> = {
  pending: 'Waiting for review: until then it changes your own answers only.',
  approved: 'Approved: the network can learn from it for everyone.',
  rejected: 'A reviewer thinks the text is wrong, so the network does not learn from it.',
};

/** The same where there is hardly room. */
export const LINE_STATUS_NAMES: Readonly<Record<Status, string>> = {
  pending: 'Waiting for review',
  approved: 'Approved',
  rejected: 'Rejected',
};
