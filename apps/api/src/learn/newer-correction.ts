import type { Problem } from '@inkling/contract';
import { ProblemError } from '../common/problem-error.js';

/** What a writer said of a drawing or a line: its label or text, as it was given. */
export interface Said {
  readonly id: string;
  readonly said: string;
}

/** The correction that there is. */
export interface CurrentCorrection extends Said {
  /** Last. */
  readonly changedAt: Date;
}

/**
 * Judges what a device sends that may not know what was said elsewhere meanwhile.
 *
 * @param current the correction that there is
 * @param previous the one that the device knew of; `undefined` where it does not say
 * @param isSame whether it says what `current` does
 * @returns whether it was sent before, its answer being lost: nothing is to change then
 * @throws ProblemError `newer_correction`
 */
export function isSentBefore(
  current: CurrentCorrection | null,
  previous: Said | null | undefined,
  { field, isSame }: { readonly field: 'label' | 'text'; readonly isSame: boolean },
): boolean {
  if (current === null || previous === undefined) return false;
  if (previous?.id === current.id && previous.said === current.said) return false;
  if (isSame) return true;
  throw newerCorrection({
    ...{ id: current.id, [field]: current.said, changedAt: current.changedAt.toISOString() },
  });
}

function newerCorrection(current: NonNullable<Problem['current']>): ProblemError {
  const said = current.label ?? current.text ?? '';
  const detail = `This was corrected to "${said}" meanwhile. To replace that, send it as "previous".`;
  return new ProblemError('newer_correction', detail, { current });
}
