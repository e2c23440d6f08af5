import { stripFromStrokes, type Stroke } from '@inkling/ink';
import {
  bestClass,
  isUpright,
  readRowTwice,
  slanted,
  textOfBestPath,
  withOwnWords,
  withWriter,
  type LineQuestion,
  type LineRow,
  type ReadRow,
  type SequenceOutput,
  type SequenceSession,
  type SequenceSettings,
  type Slant,
  type WordCounts,
} from '@inkling/recognizer';
import type { ReadLineJob, WriterHabits } from './protocol.js';

/** A row as it is read with what its writer's corrected lines tell of them. */
export interface ReadForWriter {
  readonly read: ReadRow;
  /** What the network saw, where `read` lies. */
  readonly seen: LineRow;
  /** How that was straightened. */
  readonly slant?: Slant | undefined;
  /** See `ReadLineRow`. */
  readonly alone?: string | undefined;
}

/** Numbers are read as they stand; nothing is known of theirs. */
export const slantFor = (
  task: LineQuestion['task'],
  slant: Slant | undefined,
): Slant | undefined => (task === 'text' && slant && !isUpright(slant) ? slant : undefined);

/** @param strokes of ink, as drawn */
export async function readForWriter(
  row: LineRow,
  strokes: readonly Stroke[] | undefined,
  session: SequenceSession,
  settings: SequenceSettings,
  { question, top, writer = {} }: Pick<ReadLineJob, 'question' | 'top' | 'writer'>,
): Promise<ReadForWriter> {
  const slant = strokes && slantFor(question.task, writer.slant);
  const seen = slant ? { ...row, ...stripFromStrokes(slanted(strokes, slant)) } : row;
  const said = await session.run(seen);
  const output = writer.layer ? { ...said, logits: withWriter(said, writer.layer) } : said;
  const read = await readRowTwice(seen, output, withWords(settings, writer), question, top);
  const plain = slant ? await session.run(row) : said;
  const mayOweHabits =
    (output !== plain && saysOtherwise(plain, output, settings.characters)) ||
    (writer.words && says(read.texts[0]?.text ?? '', writer.words));
  if (!mayOweHabits) return { read, seen, slant };
  const { texts } = await readRowTwice(row, plain, settings, question, 1);
  return { read, seen, slant, alone: texts[0]?.text ?? '' };
}

function withWords(settings: SequenceSettings, { words }: WriterHabits): SequenceSettings {
  const { language } = settings;
  if (!language) return settings;
  return { ...settings, language: { ...language, model: withOwnWords(language.model, words) } };
}

/** Whether one of the words is in a text. */
const says = (text: string, words: WordCounts): boolean =>
  text.split(' ').some((word) => words.has(word));

/**
 * Whether the writer's habits change what is most probable step by step: where they do not, reading once more without
 * them would cost as much as the first time, and tell nothing.
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
