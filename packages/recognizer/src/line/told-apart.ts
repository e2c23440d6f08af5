import { classOfLabel, type Task } from '../labels.js';
import type { PlacedCharacter } from './place-characters.js';

/** Why a character of a corrected line teaches nothing by itself. */
export type LeftOut = 'not a character of the network' | 'not told apart';

/** So probable where it is, a character is where it is said to be. */
const SURE_OF_PLACE = 0.2;

/** Between two that are so probable there is room for one more only. */
const SURE_NEIGHBOUR = 0.5;

/**
 * Whether the ink under a character of a corrected line is that character and nothing else: a wrong place must
 * not teach. It stands by itself, and either the network finds the character there, or both its neighbours are
 * surely in their places.
 *
 * @param looksSeveral what another network says of its ink
 */
export function whyLeftOut(
  row: readonly PlacedCharacter[],
  at: number,
  task: Task,
  looksSeveral: boolean,
): LeftOut | undefined {
  const { label, glyph, segment } = row[at]!;
  if (classOfLabel(task, label) === undefined) return 'not a character of the network';
  if (!glyph || !segment.standsAlone || looksSeveral) return 'not told apart';
  if (supportOf(row[at]!) >= SURE_OF_PLACE) return undefined;
  const isAnchored = [row[at - 1], row[at + 1]].every(
    (neighbour) => !neighbour || neighbour.label === ' ' || supportOf(neighbour) >= SURE_NEIGHBOUR,
  );
  return isAnchored ? undefined : 'not told apart';
}

/** How probable the network finds a character where it is laid. */
const supportOf = ({ label, candidates }: PlacedCharacter): number =>
  candidates.find((candidate) => candidate.label === label)?.probability ?? 0;
