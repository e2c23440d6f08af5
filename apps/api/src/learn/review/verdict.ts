import type { LineTask } from '@inkling/contract';
import type { Network, Task } from '@inkling/recognizer';
import type { SampleStatus } from './rows.js';

/** What a correction counts as, and whether it may teach everybody. */
export interface ReviewState {
  readonly status: SampleStatus;
  /** The reviewer's class, or of a line their text, where it differs from the writer's. */
  readonly reviewed: string | null;
}

interface Locked extends ReviewState {
  readonly id: string;
  /** The writer's class, or of a line their text. */
  readonly written: string;
  readonly revision: number;
}

/** Of one character: what is decided is its sample. */
export interface LockedCharacter extends Locked {
  readonly kind: 'character';
  readonly sampleId: string;
  readonly network: Network;
  readonly task: Task;
}

/** Of a line: what is decided is the correction itself. */
export interface LockedLine extends Locked {
  readonly kind: 'line';
  readonly lineId: string;
  readonly task: LineTask;
  /** How many rows it has. */
  readonly rows: number;
}

/** A correction that nobody else can change until the transaction ends. */
export type LockedCorrection = LockedCharacter | LockedLine;

/** What becomes of a correction. */
export interface Verdict<
  Correction extends LockedCorrection = LockedCorrection,
> extends ReviewState {
  readonly correction: Correction;
}

/** What the revisions of a correction are kept of: of a character its sample, of a line itself. */
export const subjectOf = (correction: LockedCorrection): string =>
  correction.kind === 'character' ? correction.sampleId : correction.id;

/** The class or text that it counts as. */
export const countsAs = (
  { written }: Pick<LockedCorrection, 'written'>,
  { reviewed }: ReviewState,
): string => reviewed ?? written;

/** Characters and lines are kept in tables of their own. */
export function byKind(verdicts: readonly Verdict[]): {
  readonly characters: Verdict<LockedCharacter>[];
  readonly lines: Verdict<LockedLine>[];
} {
  const [characters, lines]: [Verdict<LockedCharacter>[], Verdict<LockedLine>[]] = [[], []];
  for (const { correction, ...state } of verdicts) {
    if (correction.kind === 'character') characters.push({ correction, ...state });
    else lines.push({ correction, ...state });
  }
  return { characters, lines };
}
