import type { ReviewPerson } from '@inkling/contract';
import { percent, timeAgo } from '../../shared/words';
import { doubtOf, originName, STATUS_WORDS } from './review-words';
import type { ReviewStatus } from './review-address';

interface Item {
  readonly status: ReviewStatus;
  readonly suspicion: { readonly value: number } | null;
  readonly writer: ReviewPerson | null;
  readonly createdAt: string;
  /** `null` of an imported sample. */
  readonly modelVersion: number | null;
  readonly importId?: string | null;
}

/** One line about the one that is looked at. */
export function factsOf(item: Item, ...more: readonly string[]): string {
  const doubt = doubtOf(item.suspicion);
  return [
    doubt === 'none' ? '' : `${percent(item.suspicion!.value)} likely wrong`,
    ...more,
    originName(item),
    timeAgo(item.createdAt, Date.now()),
    item.modelVersion === null ? '' : `version ${item.modelVersion}`,
    item.status === 'pending' ? '' : STATUS_WORDS[item.status],
  ]
    .filter(Boolean)
    .join(' · ');
}
