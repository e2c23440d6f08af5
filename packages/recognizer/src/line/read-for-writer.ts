import { stripFromStrokes, type Strip, type Stroke } from '@inkling/ink';
import { withWriter, type WriterLayer } from './adapt-to-writer.js';
import { bestClass } from '../metrics.js';
import { textOfBestPath } from './best-path.js';
import type { LineQuestion } from './line-question.js';
import { withOwnWords, type WordCounts } from './own-words.js';
import type { LineRow } from './place-characters.js';
import type { ReadRow, SequenceSettings } from './read-row.js';
import { readRowTwice } from './read-row-twice.js';
import type { SequenceOutput, SequenceSession } from './sequence-session.js';
import { isUpright, slanted, type Slant } from './writer-slant.js';

/** What a writer's corrected lines tell of them. */
export interface WriterHabits {
  /** How their ink is straightened before text is read; absent: not at all. */
  readonly slant?: Slant | undefined;
  /** What their hand changes of the network. */
  readonly layer?: WriterLayer | undefined;
  /** Words that they said, which come up again in free text. */
  readonly words?: WordCounts;
}

/** A row as it is read with what its writer's corrected lines tell of them. */
export interface ReadForWriter {
  readonly read: ReadRow;
  /** What the network saw, where `read` lies. */
  readonly seen: LineRow;
  /** How that was straightened. */
  readonly slant?: Slant | undefined;
  /** What the row would say without the writer's habits, where these may have had a say. */
  readonly alone?: string | undefined;
}

/** Numbers are read as they stand; nothing is known of theirs. */
export const slantFor = (
  task: LineQuestion['task'],
  slant: Slant | undefined,
): Slant | undefined => (task === 'text' && slant && !isUpright(slant) ? slant : undefined);

/** What is asked of a row, and by whom. */
export interface WritersQuestion {
  readonly question: LineQuestion;
  /** Texts wanted at most. */
  readonly top: number;
  readonly writer?: WriterHabits | undefined;
}

/** @param strokes of ink, as drawn */
export async function readForWriter(
  row: LineRow,
  strokes: readonly Stroke[] | undefined,
  session: SequenceSession,
  settings: SequenceSettings,
  { question, top, writer = {} }: WritersQuestion,
): Promise<ReadForWriter> {
  const slant = strokes && slantFor(question.task, writer.slant);
  const seen = slant ? { ...row, ...stripFromStrokes(slanted(strokes, slant)) } : row;
  const said = await session.run(seen);
  const { layer } = writer;
  const output = layer ? { ...said, logits: withWriter(said, layer) } : said;
  const again = async (strip: Strip) => {
    const other = await session.run(strip);
    return layer ? { ...other, logits: withWriter(other, layer) } : other;
  };
  const read = await readRowTwice(
    ...([seen, { ...output, again }, withWords(settings, writer), question, top] as const),
  );
  const plain = slant ? await session.run(row) : said;
  const mayOweHabits =
    (output !== plain && saysOtherwise(plain, output, settings.characters)) ||
    (writer.words && says(read.texts[0]?.text ?? '', writer.words));
  if (!mayOweHabits) return { read, seen, slant };
  const alone = { ...plain, again: (strip: Strip) => session.run(strip) };
  const { texts } = await readRowTwice(row, alone, settings, question, 1);
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
