import type { ModelCard } from '../card/card.js';
import { labelsOfTask, type Task } from '../labels.js';
import type { LineQuestion } from '../line/line-question.js';
import type { ReadDrawnRow } from '../line/read-drawn-row.js';
import { rememberCharacter, type Remembered } from '../line/remember-character.js';
import type { CharacterSeen } from '../line/see-characters.js';
import type { MemoryNeighbour } from '../memory/memory-sample.js';
import type { NetworkMemory } from '../memory/network-memory.js';
import { isSymbolOfLine } from '../symbol.js';
import { rowAndPlace, type RememberedCharacters } from './answer-read-line.js';

/** Which network for single characters looks at those of a line. */
export const characterTask = (task: LineQuestion['task']): Task =>
  task === 'digits' ? 'digits' : 'characters';

/** Whether any sample could have a say: without one, looking at each character is of no use. */
export const mayRemember = (memory: NetworkMemory, writerId: string | null): boolean =>
  memory.size.shared > 0 || memory.countOf(writerId) > 0;

/** By index in memory's label space: classes, and symbols of the writer's own that may stand in a line. */
export function allowedInLine(
  memory: NetworkMemory,
  writerId: string | null,
  task: Task,
): boolean[] {
  const { labels } = memory;
  const symbols = memory
    .symbolsFor(writerId)
    .own.filter((index) => isSymbolOfLine(labels.labelAt(index)));
  return labels.maskOf([...labels.indicesOf(labelsOfTask(task)), ...symbols]);
}

/** Whose memory is asked, and for what. */
export interface RememberLineQuestion<Seen> {
  readonly writerId: string | null;
  /** See `allowedInLine`. */
  readonly allowed: readonly boolean[];
  /** What memory found already; absent: it is searched. */
  readonly found?: (seen: Seen) => readonly MemoryNeighbour[];
}

/** What memory knows of each character that was looked at. */
export function rememberLine<Seen extends CharacterSeen>(
  rows: readonly ReadDrawnRow[],
  seen: readonly Seen[],
  { card, memory }: { readonly card: ModelCard; readonly memory: NetworkMemory },
  { writerId, allowed, found }: RememberLineQuestion<Seen>,
): RememberedCharacters {
  return new Map(
    seen.map((look): [string, Remembered] => {
      const placed = rows[look.row]!.characters[look.at]!;
      const question = { writerId, allowed, ...(found && { found: found(look) }) };
      const remembered = rememberCharacter(placed, look, card, memory, question);
      return [rowAndPlace(look.row, look.at), remembered];
    }),
  );
}
