import { rowsOfStrokes, stripFromStrokes, type Stroke } from '@inkling/ink';
import {
  bestClass,
  isUpright,
  placeCharacters,
  placeText,
  readRowTwice,
  slanted,
  textOfBestPath,
  withOwnWords,
  withWriter,
  weighText,
  type Language,
  type LanguageModel,
  type NetworkSession,
  type PlacedCharacter,
  type LineQuestion,
  type LineRow,
  type ReadRow,
  type SequenceOutput,
  type SequenceSession,
  type Slant,
  type WordCounts,
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

/** Numbers are read as they stand; nothing is known of theirs. */
export const slantFor = (
  task: LineQuestion['task'],
  slant: Slant | undefined,
): Slant | undefined => (task === 'text' && slant && !isUpright(slant) ? slant : undefined);

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
  { settings: asked, second, question, top, characters, writer, weigh = false }: ReadLineJob,
  { language, singles }: RowHelpers,
): Promise<ReadLineRow> {
  const weights = asked.secondLook?.[question.task];
  const settingsWith = (model: Language | undefined) => ({
    ...asked,
    language: asked.language && model && { ...asked.language, model },
    second: second &&
      singles &&
      weights && { [question.task]: { ...second, session: singles, weights } },
  });
  const settings = settingsWith(language);
  const habits = text === undefined ? writer : undefined;
  const slant = strokes && slantFor(question.task, habits?.slant);
  const straight = slant ? stripFromStrokes(slanted(strokes, slant)) : row;
  const said = await session.run(straight);
  const output = habits?.layer ? { ...said, logits: withWriter(said, habits.layer) } : said;
  const read: ReadRow =
    text === undefined
      ? await readRowTwice(
          straight,
          output,
          settingsWith(language && withOwnWords(language, habits?.words)),
          question,
          top,
        )
      : {
          texts: [{ text, probability: 1 }],
          characters: placeText(row, output, settings, text) ?? [],
        };
  const alone = slant ? await session.run(row) : said;
  const mayOweHabits =
    (output !== alone && saysOtherwise(alone, output, asked.characters)) ||
    (habits?.words && says(read.texts[0]?.text ?? '', habits.words));
  return {
    ...row,
    texts: read.texts,
    ...(mayOweHabits && {
      alone: (await readRowTwice(row, alone, settings, question, 1)).texts[0]?.text ?? '',
    }),
    characters: placeCharacters(
      { ...row, ...straight },
      read.characters,
      strokes,
      characters !== undefined,
      slant,
    ).map(
      // Who only reads has the ink already, and thousands of points take as long to hand over as to draw.
      text === undefined ? withoutStrokes : (character) => character,
    ),
    ...(weigh && text !== undefined && { weighed: weighText(output, settings, question, text) }),
  };
}

const withoutStrokes = ({ strokes: _, ...character }: PlacedCharacter): PlacedCharacter =>
  character;

/** Whether one of the words is in a text. */
const says = (text: string, words: WordCounts): boolean =>
  text.split(' ').some((word) => words.has(word));

/**
 * Whether the writer's layer changes what is most probable step by step: where it does not, reading once more without
 * it would cost as much as the first time, and tell nothing.
 */
function saysOtherwise(
  before: SequenceOutput,
  after: SequenceOutput,
  characters: readonly string[],
): boolean {
  const classes = characters.length + 1;
  return (
    textOfBestPath(bestClasses(before, classes), characters) !==
    textOfBestPath(bestClasses(after, classes), characters)
  );
}

const bestClasses = ({ logits, steps }: SequenceOutput, classes: number): number[] =>
  Array.from({ length: steps }, (_, step) =>
    bestClass(logits.subarray(step * classes, (step + 1) * classes)),
  );
