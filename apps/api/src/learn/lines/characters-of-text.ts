import {
  ALIKE_FROM,
  whyLeftOut,
  type LeftOut,
  type PlacedCharacter,
  type Task,
} from '@inkling/recognizer';
import type { ReadLine, SeenCharacter } from '../../recognise/inference/protocol.js';
import type { LikenessNetwork } from '../../recognise/serving/likeness.service.js';

/** A character of a text that was laid along a line. */
export interface CharacterOfText {
  /** Place in the whole text: rows are joined by a line feed. */
  readonly at: number;
  readonly placed: PlacedCharacter;
  /** What the network for single characters sees of it, where it can be told apart; or else why not. */
  readonly seen: SeenCharacter | LeftOut;
}

/** The characters of a text along a line, spaces aside, each looked at by itself. */
export function charactersOfText(
  { rows, seen }: ReadLine,
  task: Task,
  likeness: LikenessNetwork,
): CharacterOfText[] {
  const seenAt = new Map(seen.map((one) => [`${one.row}/${one.at}`, one]));
  const all: CharacterOfText[] = [];
  let first = 0;
  for (const [row, { characters, texts }] of rows.entries()) {
    for (const [inRow, placed] of characters.entries()) {
      if (placed.label === ' ') continue;
      const look = seenAt.get(`${row}/${inRow}`);
      const several = (likeness.of(look?.likeness)?.several ?? 0) >= ALIKE_FROM;
      const reason = whyLeftOut(characters, inRow, task, several);
      all.push({ at: first + inRow, placed, seen: reason ?? look ?? 'not told apart' });
    }
    first += (texts[0]?.text.length ?? 0) + 1;
  }
  return all;
}
