import type {
  ReviewConflict,
  ReviewItem,
  ReviewPerson,
  SampleRevision,
  Suspicion,
} from '@inkling/contract';
import { capitalised, spokenLabel, timeAgo } from '../../shared/words';
import { CHARACTERS } from './character-kind';
import { countsAs } from './review-kind';
import type { Tile } from './tiles';
import { wordOf, type Verdict } from './verdict';

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

/** Who drew it, as far as that is known of a sample of a file. */
export const originName = (item: {
  readonly writer: ReviewPerson | null;
  readonly importId?: string | null;
}): string =>
  item.importId === null || item.importId === undefined ? personName(item.writer) : 'from a file';

/** What a screen reader says of an item: "read as 7, corrected to 1, by Mia, suspicious". */
export function spokenItem({ item, gone, conflict }: Tile): string {
  const parts = [
    ...saidOf(item),
    item.status === 'pending' ? DOUBT_WORDS[doubtOf(item.suspicion)] : STATUS_WORDS[item.status],
    item.reviewerLabel === null ? null : `as ${spokenLabel(countsAs(CHARACTERS, item))}`,
    item.line ? `from the line ${item.line.text}` : null,
    ...meanwhile({ gone, conflict }),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function saidOf(item: ReviewItem): string[] {
  const label = spokenLabel(item.label);
  if (item.predicted === null) return [`labelled ${label}`, originName(item)];
  return [
    `read as ${spokenLabel(item.predicted)}`,
    item.label === item.predicted ? 'confirmed' : `corrected to ${label}`,
    `by ${originName(item)}`,
  ];
}

/** What was answered and what it counts as, "7 → 1"; of a sample of a file the label alone. */
export const readAndLabel = (
  { predicted }: Pick<ReviewItem, 'predicted'>,
  label: string,
): string => (predicted === null ? label : `${predicted} → ${label}`);

/** What others did to an item that is shown. */
export const meanwhile = ({
  gone,
  conflict,
}: {
  readonly gone: boolean;
  readonly conflict: unknown;
}): (string | null)[] => [
  conflict ? 'changed by someone else' : null,
  gone ? 'withdrawn by its writer' : null,
];

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

/** A change of a correction, whatever it says. */
export interface Revision {
  readonly change: string;
  readonly written: string;
  readonly reviewed: string | null;
  /** What its writer had said before. */
  readonly writtenBefore: string | null;
  readonly by: ReviewPerson | null;
  readonly automatic: boolean;
}

/** What happened to it, for its history. */
export function changeWords(revision: Revision): string {
  const { change, written: label, reviewed, writtenBefore, by, automatic } = revision;
  if (automatic) return `Approved automatically as ${label}: trusted writer`;
  const who = capitalised(personName(by));
  switch (change) {
    case 'corrected':
      return `${who} labelled it ${label}`;
    case 'imported':
      return `${who} imported it as ${label}`;
    case 'corrected again':
      return writtenBefore !== null && writtenBefore !== label
        ? `${who} changed it from ${writtenBefore} to ${label}`
        : `${who} labelled it ${label} again`;
    case 'approved':
      return `${who} approved it as ${reviewed ?? label}`;
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

/** What happened to a sample: "Mia approved it as 1". */
export const revisionWords = (revision: SampleRevision): string =>
  changeWords({
    ...revision,
    ...{ written: revision.label, reviewed: revision.reviewerLabel },
    writtenBefore: revision.before?.label ?? null,
  });

/** What was done, said when it is done: "Approved 12 as 7." */
export function verdictWords(count: number, { decision, as }: Verdict): string {
  const many = count === 1 ? '' : ` ${count}`;
  if (decision === 'reject') return `Rejected${many}.`;
  if (decision === 'reopen') return `Reopened${many}.`;
  return `Approved${many}${as === undefined ? '' : ` as ${as}`}.`;
}
