import { rowsOfStrokes, stripFromStrokes, type Stroke } from '@inkling/ink';
import type { LinesCard } from '../card/lines-card.js';
import type { Language } from './language.js';
import type { LineQuestion } from './line-question.js';
import { placeCharacters, type LineRow, type PlacedCharacter } from './place-characters.js';
import { readForWriter, type WritersQuestion } from './read-for-writer.js';
import { placeText, type ReadRow, type SequenceSettings } from './read-row.js';
import type { SecondReader } from './second-look.js';
import type { SequenceSession } from './sequence-session.js';
import { weighText, type WeighedText } from './weigh-text.js';

/** A line as it was sent: its ink, or the strips that were found in a picture. */
export type LineDrawing =
  | { readonly kind: 'ink'; readonly strokes: readonly Stroke[] }
  | { readonly kind: 'rows'; readonly rows: readonly LineRow[] };

/** A row with its ink, where it is ink. */
export interface DrawnRow extends LineRow {
  readonly strokes?: readonly Stroke[];
}

/** Rows as strips, from the top down. @throws InkError for what can't be read */
export function rowsOfDrawing(drawing: LineDrawing): readonly DrawnRow[] {
  if (drawing.kind === 'rows') return drawing.rows;
  return rowsOfStrokes(drawing.strokes).map((strokes) => ({
    ...stripFromStrokes(strokes),
    strokes,
  }));
}

/** What a card says of how its network reads. */
export type LinesReading = Pick<
  LinesCard,
  'characters' | 'temperature' | 'language' | 'secondLook'
>;

/** What is loaded beside the network for lines. */
export interface RowHelpers {
  /** With the words of the place, see `withSharedWords`. */
  readonly language: Language | undefined;
  /** The network for single characters that looks again. */
  readonly singles: Omit<SecondReader, 'weights'> | undefined;
}

/** A card's settings with what there is to follow them. */
export function sequenceSettings(
  { characters, temperature, language: say, secondLook }: LinesReading,
  task: LineQuestion['task'],
  { language, singles }: RowHelpers,
): SequenceSettings {
  const weights = secondLook?.[task];
  return {
    ...{ characters, temperature },
    language: say && language && { ...say, model: language },
    second: singles && weights && { [task]: { ...singles, weights } },
  };
}

/** How rows are read, and what is wanted of them. */
export interface RowsQuestion extends WritersQuestion {
  /** What a network for single characters would see of each: without that it is done in a fraction of the time. */
  readonly wantsGlyphs: boolean;
  /** Compare how well a given text fits with what is read. */
  readonly weigh?: boolean | undefined;
}

/** What is read of a row. */
export interface ReadDrawnRow extends Pick<ReadRow, 'texts'>, LineRow {
  readonly characters: readonly PlacedCharacter[];
  /** How well a given text fits; only where that was asked for. */
  readonly weighed?: WeighedText;
  /** What the row would say without the writer's habits, where these may have had a say. */
  readonly alone?: string | undefined;
}

/**
 * Reads a row, or lays a text along it that somebody gave.
 *
 * @param text what the row says; absent: it is read
 */
export async function readDrawnRow(
  { strokes, ...row }: DrawnRow,
  text: string | undefined,
  session: SequenceSession,
  settings: SequenceSettings,
  asked: RowsQuestion,
): Promise<ReadDrawnRow> {
  const { wantsGlyphs, question, weigh } = asked;
  if (text === undefined) {
    const { read, seen, slant, alone } = await readForWriter(
      row,
      strokes,
      session,
      settings,
      asked,
    );
    const placed = placeCharacters(seen, read.characters, strokes, wantsGlyphs, slant);
    return { ...row, texts: read.texts, alone, characters: placed.map(withoutStrokes) };
  }
  const said = await session.run(row);
  const characters = placeText(row, said, settings, text) ?? [];
  return {
    ...row,
    texts: [{ text, probability: 1 }],
    characters: placeCharacters(row, characters, strokes, wantsGlyphs),
    ...(weigh && { weighed: weighText(said, settings, question, text) }),
  };
}

/** Who only reads has the ink already, and thousands of points take as long to hand over as to draw. */
const withoutStrokes = ({ strokes: _, ...character }: PlacedCharacter): PlacedCharacter =>
  character;
