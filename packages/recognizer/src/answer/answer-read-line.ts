import type { LinesCard } from '../card/lines-card.js';
import { answerLine, type AnsweredCharacter, type AnsweredLine } from '../line/answer-line.js';
import type { Language } from '../line/language.js';
import type { LineQuestion } from '../line/line-question.js';
import { withOwnWords, type WordCounts } from '../line/own-words.js';
import type { ReadDrawnRow } from '../line/read-drawn-row.js';
import type { Remembered } from '../line/remember-character.js';
import { textSteps } from '../line/text-parts.js';
import { nothingRead } from './nothing-read.js';

/** Of each row at least so many texts are read: what is left out of the answer shares its probability. */
const LEAST_TEXTS = 5;

/** How many texts of each row to read for an answer of so many. */
export const textsToRead = (top: number): number => Math.max(top, LEAST_TEXTS);

/** A line as it was read, and what memory knows of its characters. */
export interface LineSeen {
  readonly rows: readonly ReadDrawnRow[];
  readonly remembered: RememberedCharacters;
  /** Words that the writer said, which counted. */
  readonly words?: WordCounts | undefined;
}

/** By `rowAndPlace`. */
export type RememberedCharacters = ReadonlyMap<string, Remembered>;

/** @param at in the row, spaces counted */
export const rowAndPlace = (row: number, at: number): string => `${row}/${at}`;

/** A character of an answer, and how sure that is. */
export interface JudgedCharacter extends AnsweredCharacter {
  readonly certain: boolean;
}

/** What a person is answered. */
export interface LineAnswer extends AnsweredLine {
  readonly certain: boolean;
  readonly characters: readonly JudgedCharacter[];
}

/**
 * From what was read of a line to the answer.
 *
 * @param language what is known of free text, if anything, with the words of the place
 * @param top texts wanted at most
 * @throws NothingReadError
 */
export function answerReadLine(
  { rows, remembered, words }: LineSeen,
  question: LineQuestion,
  card: Pick<LinesCard, 'memoryWeight' | 'certainty' | 'language'>,
  language: Language | undefined,
  top: number,
): LineAnswer {
  const { memoryWeight, certainty, language: say } = card;
  const heard = say && language && { ...say, model: withOwnWords(language, words) };
  const answered = answerLine(
    rows,
    question,
    { memoryWeight, language: heard },
    (row, at) => remembered.get(rowAndPlace(row, at)),
    top,
  );
  if (rows.every(({ texts }) => texts.length === 0 || texts[0]!.text === '')) {
    throw nothingRead(question);
  }
  const byWriter = decidedByWriter(rows);
  return {
    ...answered,
    certain: answered.probability >= certainty[question.task],
    characters: answered.characters.map((character, at) => ({
      ...character,
      certain: character.probability >= certainty.character,
      decidedBy: byWriter.has(at) ? 'memory' : character.decidedBy,
    })),
  };
}

/** Places, spaces aside, of characters that would be others without what the writer taught. */
function decidedByWriter(rows: readonly ReadDrawnRow[]): ReadonlySet<number> {
  const places = new Set<number>();
  let place = 0;
  for (const { texts, alone } of rows) {
    const text = texts[0]?.text ?? '';
    for (const { before, after } of textSteps(alone ?? text, text)) {
      if (after === '' || after === ' ') continue;
      if (before !== after) places.add(place);
      place++;
    }
  }
  return places;
}
