import { stripFromStrokes } from '@inkling/ink';
import {
  placeCharacters,
  placeText,
  readRow,
  type LineRow,
  type ReadRow,
  type SequenceSession,
} from '@inkling/recognizer';
import type { LineDrawing, ReadLineJob, ReadLineRow } from './protocol.js';

/** Rows as strips; of ink there is one. */
export function rowsOf(drawing: LineDrawing): readonly LineRow[] {
  if (drawing.kind === 'rows') return drawing.rows;
  return [stripFromStrokes(drawing.strokes)];
}

/**
 * Reads a row, or lays a text along it that somebody gave.
 *
 * @param text what the row says; absent: it is read
 */
export async function readLineRow(
  row: LineRow,
  text: string | undefined,
  session: SequenceSession,
  { drawing, settings, question, top }: ReadLineJob,
): Promise<ReadLineRow> {
  const output = await session.run(row);
  const read: ReadRow =
    text === undefined
      ? readRow(row, output, settings, question, top)
      : {
          texts: [{ text, probability: 1 }],
          characters: placeText(row, output, settings, text) ?? [],
        };
  const strokes = drawing.kind === 'ink' ? drawing.strokes : undefined;
  return { ...row, texts: read.texts, characters: placeCharacters(row, read.characters, strokes) };
}
