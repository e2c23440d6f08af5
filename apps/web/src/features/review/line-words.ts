import type { LineReviewItem, LineRevision, LineSample } from '@inkling/contract';
import { counted, inOneRow } from '../../shared/words';
import { LINES } from './line-kind';
import { countsAs } from './review-kind';
import {
  changeWords,
  DOUBT_WORDS,
  doubtOf,
  meanwhile,
  personName,
  STATUS_WORDS,
} from './review-words';
import type { Tile } from './tiles';

/** How the characters that a line taught stand: "4 characters: 1 approved, 3 waiting". */
export function samplesWords(samples: readonly LineSample[]): string {
  if (samples.length === 0) return 'no separate characters';
  const parts = (['approved', 'rejected', 'pending'] as const).flatMap((status) => {
    const count = samples.filter((sample) => sample.status === status).length;
    return count === 0 ? [] : [`${count} ${STATUS_WORDS[status]}`];
  });
  const [only] = parts;
  const all = counted(samples.length, 'character');
  return parts.length === 1
    ? `${all} ${only!.replace(/^\d+ /, '')}`
    : `${all}: ${parts.join(', ')}`;
}

/** What a screen reader says of a line: "read as 2907, corrected to 2947, by Mia, suspicious". */
export function spokenLineItem({ item, gone, conflict }: Tile<LineReviewItem>): string {
  const parts = [
    `read as ${spoken(item.predicted)}`,
    item.text === item.predicted ? 'confirmed' : `corrected to ${spoken(item.text)}`,
    `by ${personName(item.writer)}`,
    item.status === 'pending' ? DOUBT_WORDS[doubtOf(item.suspicion)] : STATUS_WORDS[item.status],
    item.reviewerText === null ? null : `as ${spoken(countsAs(LINES, item))}`,
    samplesWords(item.samples),
    ...meanwhile({ gone, conflict }),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

const spoken = (text: string): string => text.replaceAll('\n', ', next row ') || 'nothing';

/** The weightiest reason that speaks against a text, where it is in doubt. */
export function doubtReason({ suspicion }: LineReviewItem): string | null {
  if (!suspicion || doubtOf(suspicion) === 'none') return null;
  return suspicion.reasons.find(({ weight }) => weight > 0)?.text ?? null;
}

/** What happened to a line: "Mia approved it as “2947”". */
export const lineRevisionWords = (revision: LineRevision): string =>
  changeWords({
    ...revision,
    written: quoted(revision.text),
    reviewed: revision.reviewerText === null ? null : quoted(revision.reviewerText),
    writtenBefore: revision.before && quoted(revision.before.text),
  });

const quoted = (text: string): string => `“${inOneRow(text)}”`;
