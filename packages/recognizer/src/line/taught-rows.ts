import {
  glyphFromBytes,
  glyphToBytes,
  stripFromStrokes,
  type Strip,
  type Stroke,
} from '@inkling/ink';
import type { KnownRow } from './adapt-to-writer.js';
import type { LineQuestion } from './line-question.js';
import { slantFor } from './read-for-writer.js';
import type { SequenceSession } from './sequence-session.js';
import { slanted, type Slant } from './writer-slant.js';

/** The newest lines say most of how somebody writes; more of them take longer to learn from than they tell. */
export const MOST_TAUGHT_LINES = 40;

/** Of which the words are known; each costs a few bytes. */
export const MOST_TAUGHT_TEXTS = 300;

/** A row with what its writer says that it says. */
export interface TaughtRow {
  readonly task: LineQuestion['task'];
  readonly strip: Strip;
  /** Of ink. */
  readonly strokes?: readonly Stroke[];
  readonly text: string;
}

/** The strip that the network sees of a row, once its writer's ink is straightened. */
export function stripAsRead(
  { task, strip, strokes }: Omit<TaughtRow, 'text'>,
  slant: Slant | undefined,
): Strip {
  const straight = strokes && slantFor(task, slant);
  if (!straight) return strip;
  const { width, values } = stripFromStrokes(slanted(strokes, straight));
  // To the byte, as strips are kept and sent: a device must learn from the same.
  return { width, values: glyphFromBytes(glyphToBytes(values)) };
}

/** What the network says of rows as they will be read. */
export async function knownRows(
  rows: readonly TaughtRow[],
  session: SequenceSession,
  slant: Slant | undefined,
): Promise<KnownRow[]> {
  const known: KnownRow[] = [];
  for (const row of rows) {
    known.push({ ...(await session.run(stripAsRead(row, slant))), text: row.text });
  }
  return known;
}
