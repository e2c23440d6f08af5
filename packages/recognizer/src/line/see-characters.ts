import type { Glyph } from '@inkling/ink';
import { joinFloats, rowOfBatch, type NetworkSession } from '../session.js';
import type { PlacedRow } from './answer-line.js';

/** Which character of a line. */
export interface CharacterPlace {
  /** Of the line, from the top down. */
  readonly row: number;
  /** In the row, spaces counted. */
  readonly at: number;
}

/** One that a network for single characters can look at. */
export interface CharacterGlyph extends CharacterPlace {
  readonly glyph: Glyph;
}

/** What a network for single characters sees in one of a line. */
export interface CharacterSeen extends CharacterPlace {
  /** Before temperature and softmax. */
  readonly logits: Float32Array;
  readonly embedding: Float32Array;
  /** What the network says that tells what is a character at all; absent where it was not asked. */
  readonly likeness: Float32Array | undefined;
}

/** Those of a line that have a glyph. */
export const glyphsOfLine = (rows: readonly Pick<PlacedRow, 'characters'>[]): CharacterGlyph[] =>
  rows.flatMap(({ characters }, row) =>
    characters.flatMap(({ glyph }, at) => (glyph ? [{ row, at, glyph }] : [])),
  );

/** Looks at characters of a line; all at once takes half the time of one by one. */
export async function seeCharacters(
  characters: readonly CharacterGlyph[],
  session: NetworkSession,
  likeness?: NetworkSession,
): Promise<CharacterSeen[]> {
  const count = characters.length;
  if (count === 0) return [];
  const glyphs = joinFloats(characters.map(({ glyph }) => glyph));
  const { logits, embeddings } = await session.run(glyphs, count);
  const alike = likeness && (await likeness.run(glyphs, count)).logits;
  return characters.map(({ row, at }, index) => ({
    ...{ row, at },
    // By themselves: they may go to another thread.
    embedding: rowOfBatch(embeddings, index, count).slice(),
    logits: rowOfBatch(logits, index, count).slice(),
    likeness: alike && rowOfBatch(alike, index, count).slice(),
  }));
}
