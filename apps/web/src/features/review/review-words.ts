import type {
  ReviewConflict,
  ReviewItem,
  ReviewPerson,
  SampleRevision,
  Suspicion,
} from '@inkling/contract';
import { spokenLabel, timeAgo } from '../../shared/words';
import { countsAs, wordOf, type Tile, type Verdict } from './tiles';

/** From here on a label is called suspicious, or worth a look. */
const SUSPICIOUS_FROM = 0.5;
const DOUBTFUL_FROM = 0.2;

export type Doubt = 'suspicious' | 'doubtful' | 'none';

export function doubtOf(suspicion: Pick<Suspicion, 'value'> | null): Doubt {
  if (!suspicion || suspicion.value < DOUBTFUL_FROM) return 'none';
  return suspicion.value < SUSPICIOUS_FROM ? 'doubtful' : 'suspicious';
}

export const DOUBT_WORDS = {
  suspicious: 'suspicious',
  doubtful: 'worth a look',
  none: null,
} as const satisfies Record<Doubt, string | null>;

export const STATUS_WORDS: Readonly<Record<ReviewItem['status'], string>> = {
  pending: 'waiting',
  approved: 'approved',
  rejected: 'rejected',
};

/** Guests have no name, so their id tells them apart. */
export function personName(person: ReviewPerson | null): string {
  if (!person) return 'a deleted person';
  return person.isGuest ? `guest ${person.id.slice(-4)}` : person.name;
}

/** What a screen reader says of an item: "read as 7, corrected to 1, by Mia, suspicious". */
export function spokenItem({ item, gone, conflict }: Tile): string {
  const parts = [
    `read as ${spokenLabel(item.predicted)}`,
    item.label === item.predicted ? 'confirmed' : `corrected to ${spokenLabel(item.label)}`,
    `by ${personName(item.writer)}`,
    item.status === 'pending' ? DOUBT_WORDS[doubtOf(item.suspicion)] : STATUS_WORDS[item.status],
    item.reviewerLabel === null ? null : `as ${spokenLabel(countsAs(item))}`,
    conflict ? 'changed by someone else' : null,
    gone ? 'withdrawn by its writer' : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

const CHANGE_WORDS: Readonly<Record<string, string>> = {
  approved: 'approved this',
  rejected: 'rejected this',
  reopened: 'reopened this',
  undone: 'undid their decision',
  'corrected again': 'corrected this again',
};

/** "Mia approved this as 1, 2 minutes ago." */
export function conflictWords(conflict: ReviewConflict, nowMs: number): string {
  const who = conflict.by ? capitalised(personName(conflict.by)) : 'Someone';
  const did = CHANGE_WORDS[conflict.change] ?? 'changed this';
  const label = conflict.status === 'rejected' ? '' : ` (${wordOf(conflict)})`;
  return `${who} ${did}${label}, ${timeAgo(conflict.at, nowMs)}. It was left as is.`;
}

/** What happened to a sample, for its history: "Mia approved it as 1". */
export function revisionWords(revision: SampleRevision): string {
  const { change, label, reviewerLabel, by, automatic, before } = revision;
  if (automatic) return `Approved automatically as ${label}: trusted writer`;
  const who = capitalised(personName(by));
  switch (change) {
    case 'corrected':
      return `${who} labelled it ${label}`;
    case 'corrected again':
      return before && before.label !== label
        ? `${who} changed it from ${before.label} to ${label}`
        : `${who} labelled it ${label} again`;
    case 'approved':
      return `${who} approved it as ${reviewerLabel ?? label}`;
    case 'rejected':
      return `${who} rejected it`;
    case 'reopened':
      return `${who} reopened it`;
    case 'undone':
      return `${who} undid a decision`;
    default:
      return `${who}: ${change}`;
  }
}

/** What was done, said when it is done: "Approved 12 as 7." */
export function verdictWords(count: number, { decision, label }: Verdict): string {
  const many = count === 1 ? '' : ` ${count}`;
  if (decision === 'reject') return `Rejected${many}.`;
  if (decision === 'reopen') return `Reopened${many}.`;
  return `Approved${many}${label === undefined ? '' : ` as ${label}`}.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
