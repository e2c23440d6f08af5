import type { LineQuestion } from './line-question.js';
import { answerable } from './line-question.js';
import { sequenceReading } from './log-probabilities.js';
import { decodeRow, heardLanguage, type SequenceSettings } from './read-row.js';
import type { SequenceOutput } from './sequence-session.js';
import { textLogProbability } from './text-log-probability.js';

/** A text that somebody gives, beside the one that the network reads. */
export interface WeighedText {
  /** What is read; the given text itself where that fits no worse. */
  readonly read: string;
  /** By how much that is more probable, in nats: 0 or more, Infinity where the given text does not fit the ink at all. */
  readonly excess: number;
}

/**
 * How well a text fits a row's ink, compared with what is read there: the language has its say in what is read, but how well
 * either fits the network alone tells. What the question leaves out may be written all the same where the text has it: who
 * gives it has seen more than who asked.
 */
export function weighText(
  { logits, steps }: SequenceOutput,
  settings: SequenceSettings,
  question: LineQuestion,
  text: string,
): WeighedText {
  const { characters, temperature } = settings;
  const { allowed, readPast } = answerable(question);
  const given = new Set(text);
  const reading = sequenceReading(logits, steps, characters, temperature, {
    allowed: (character) => allowed(character) || given.has(character),
    readPast,
  });
  const [best] = decodeRow(reading, question, 1, heardLanguage(question, settings));
  const isKnown = [...given].every((character) => characters.includes(character));
  const own = isKnown ? textLogProbability(reading, text) : -Infinity;
  // The beam may not have found all ways to write it: both are measured by the same rule.
  const other = best ? textLogProbability(reading, best.text) : -Infinity;
  return best && other > own ? { read: best.text, excess: other - own } : { read: text, excess: 0 };
}
