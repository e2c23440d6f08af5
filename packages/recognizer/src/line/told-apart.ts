import { classOfLabel, type Task } from '../labels.js';
import { isSymbolOfLine } from '../symbol.js';
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
  const isSymbol = isSymbolOfLine(label);
  if (classOfLabel(task, label) === undefined && !isSymbol) return 'not a character of the network';
  if (!glyph || !segment.standsAlone) return 'not told apart';
  // Of symbols the other network knows nothing: a letter with an accent is two characters to it.
  if (looksSeveral && !isSymbol) return 'not told apart';
  if (supportOf(row[at]!, task) >= SURE_OF_PLACE) return undefined;
  const isAnchored = [row[at - 1], row[at + 1]].every(
    (neighbour) =>
      !neighbour || neighbour.label === ' ' || supportOf(neighbour, task) >= SURE_NEIGHBOUR,
  );
  return isAnchored ? undefined : 'not told apart';
}

/** How probable the network finds a character where it is laid, in whatever case: its place is the same. */
const supportOf = ({ label, candidates }: PlacedCharacter, task: Task): number => {
  const own = classOfLabel(task, label) ?? label;
  return candidates.reduce(
    (sum, candidate) =>
      (classOfLabel(task, candidate.label) ?? candidate.label) === own
        ? sum + candidate.probability
        : sum,
    0,
  );
};
