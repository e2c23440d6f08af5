import { rowsOfStrokes, stripFromStrokes, type Stroke } from '@inkling/ink';
import {
  placeCharacters,
  placeText,
  readRow,
  withWriter,
  weighText,
  type LanguageModel,
  type LineRow,
  type ReadRow,
  type SequenceSession,
} from '@inkling/recognizer';
import type { LineDrawing, ReadLineJob, ReadLineRow } from './protocol.js';

/** A row with its ink, where it is ink. */
export interface DrawnRow extends LineRow {
  readonly strokes?: readonly Stroke[];
}

/** Rows as strips, from the top down. */
export function rowsOf(drawing: LineDrawing): readonly DrawnRow[] {
  if (drawing.kind === 'rows') return drawing.rows;
  return rowsOfStrokes(drawing.strokes).map((strokes) => ({
    ...stripFromStrokes(strokes),
    strokes,
  }));
}

/**
 * Reads a row, or lays a text along it that somebody gave.
 *
 * @param text what the row says; absent: it is read
 */
export async function readLineRow(
  { strokes, ...row }: DrawnRow,
  text: string | undefined,
  session: SequenceSession,
  { settings: asked, question, top, characters, writer, weigh = false }: ReadLineJob,
  language: LanguageModel | undefined,
): Promise<ReadLineRow> {
  const settings = {
    ...asked,
    language: asked.language && language && { ...asked.language, model: language },
  };
  const said = await session.run(row);
  const output =
    writer && text === undefined ? { ...said, logits: withWriter(said, writer) } : said;
  const read: ReadRow =
    text === undefined
      ? readRow(row, output, settings, question, top)
      : {
          texts: [{ text, probability: 1 }],
          characters: placeText(row, output, settings, text) ?? [],
        };
  return {
    ...row,
    texts: read.texts,
    ...(output !== said && {
      alone: readRow(row, said, settings, question, 1).texts[0]?.text ?? '',
    }),
    characters: placeCharacters(row, read.characters, strokes, characters !== undefined),
    ...(weigh && text !== undefined && { weighed: weighText(output, settings, question, text) }),
  };
}
