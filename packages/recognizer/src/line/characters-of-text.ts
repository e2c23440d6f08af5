import { ALIKE_FROM, type Likeness } from '../likeness/kinds.js';
import type { Task } from '../labels.js';
import type { PlacedRow } from './answer-line.js';
import type { PlacedCharacter } from './place-characters.js';
import type { CharacterSeen } from './see-characters.js';
import { whyLeftOut, type LeftOut } from './told-apart.js';

/** A character of a text that was laid along a line. */
export interface CharacterOfText<Seen extends CharacterSeen = CharacterSeen> {
  /** Place in the whole text: rows are joined by a line feed. */
  readonly at: number;
  readonly placed: PlacedCharacter;
  /** What the network for single characters sees of it, where it can be told apart; or else why not. */
  readonly seen: Seen | LeftOut;
}

/**
 * The characters of a text along a line, spaces aside, each looked at by itself.
 *
 * @param likenessOf what the network's logits say that tells what is a character at all
 */
export function charactersOfText<Seen extends CharacterSeen>(
  { rows, seen }: { readonly rows: readonly PlacedRow[]; readonly seen: readonly Seen[] },
  task: Task,
  likenessOf: (logits: Float32Array | undefined) => Likeness | undefined,
): CharacterOfText<Seen>[] {
  const seenAt = new Map(seen.map((one) => [`${one.row}/${one.at}`, one]));
  const all: CharacterOfText<Seen>[] = [];
  let first = 0;
  for (const [row, { characters, texts }] of rows.entries()) {
    for (const [inRow, placed] of characters.entries()) {
      if (placed.label === ' ') continue;
      const look = seenAt.get(`${row}/${inRow}`);
      const several = (likenessOf(look?.likeness)?.several ?? 0) >= ALIKE_FROM;
      const reason = whyLeftOut(characters, inRow, task, several);
      all.push({ at: first + inRow, placed, seen: reason ?? look ?? 'not told apart' });
    }
    first += (texts[0]?.text.length ?? 0) + 1;
  }
  return all;
}
