import type { ReviewPerson } from '@inkling/contract';

/** A person as a joined row tells of them; `null` where the join found none. */
export const personOf = (
  id: string | null,
  name: string | null,
  isAnonymous: boolean | null,
): ReviewPerson | null =>
  id === null || name === null ? null : { id, name, isGuest: isAnonymous ?? false };

export type SampleStatus = 'pending' | 'approved' | 'rejected';
