import { rowsOfStrokes, stripFromStrokes, type Stroke } from '@inkling/ink';
import {
  placeCharacters,
  placeText,
  weighText,
  type LanguageModel,
  type LineRow,
  type NetworkSession,
  type PlacedCharacter,
  type SequenceSession,
  type SequenceSettings,
} from '@inkling/recognizer';
import type { LineDrawing, ReadLineJob, ReadLineRow } from './protocol.js';
import { readForWriter } from './read-for-writer.js';

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

/** What is loaded beside the network for lines. */
export interface RowHelpers {
  readonly language: LanguageModel | undefined;
  /** The network for single characters that looks again. */
  readonly singles: NetworkSession | undefined;
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
  job: ReadLineJob,
  helpers: RowHelpers,
): Promise<ReadLineRow> {
  const settings = settingsOf(job, helpers);
  const wantsGlyphs = job.characters !== undefined;
  if (text === undefined) {
    const { read, seen, slant, alone } = await readForWriter(row, strokes, session, settings, job);
    const placed = placeCharacters(seen, read.characters, strokes, wantsGlyphs, slant);
    return { ...row, texts: read.texts, alone, characters: placed.map(withoutStrokes) };
  }
  const said = await session.run(row);
  const characters = placeText(row, said, settings, text) ?? [];
  return {
    ...row,
    texts: [{ text, probability: 1 }],
    characters: placeCharacters(row, characters, strokes, wantsGlyphs),
    ...(job.weigh && { weighed: weighText(said, settings, job.question, text) }),
  };
}

function settingsOf(
  { settings, second, question }: ReadLineJob,
  { language, singles }: RowHelpers,
): SequenceSettings {
  const weights = settings.secondLook?.[question.task];
  return {
    ...settings,
    language: settings.language && language && { ...settings.language, model: language },
    second: second &&
      singles &&
      weights && { [question.task]: { ...second, session: singles, weights } },
  };
}

/** Who only reads has the ink already, and thousands of points take as long to hand over as to draw. */
const withoutStrokes = ({ strokes: _, ...character }: PlacedCharacter): PlacedCharacter =>
  character;
