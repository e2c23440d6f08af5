import { isSymbolOfLine } from '../symbol.js';
import type { LineQuestion } from './line-question.js';
import { answerable } from './line-question.js';
import { sequenceReading } from './log-probabilities.js';
import { decodeRow, heardLanguage, type SequenceSettings } from './read-row.js';
import type { SequenceOutput } from './sequence-session.js';
import { textLogProbability } from './text-log-probability.js';
import { textSteps, type TextPart } from './text-parts.js';

/** A text that somebody gives, beside the one that the network reads. */
export interface WeighedText {
  /** What is read, with the text's symbols in it; the given text itself where that fits no worse. */
  readonly read: string;
  /** By how much that is more probable, in nats: 0 or more, Infinity where the given text does not fit the ink at all. */
  readonly excess: number;
}

/**
 * How well a text fits a row's ink, compared with what is read there: the language has its say in what is read, but how well
 * either fits the network alone tells. What the question leaves out may be written all the same where the text has it: who
 * gives it has seen more than who asked. Of symbols the network can tell nothing: whatever it reads there stands for them.
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
  const isUnjudged = (character: string): boolean =>
    !characters.includes(character) && isSymbolOfLine(character);
  const read = best && withSymbolsOf(text, best.text, isUnjudged);
  if (read === undefined || read === text) return { read: text, excess: 0 };
  const isKnown = [...given].every(
    (character) => characters.includes(character) || isUnjudged(character),
  );
  const own = isKnown ? textLogProbability(reading, text) : -Infinity;
  // The beam may not have found all ways to write it: both are measured by the same rule.
  const other = textLogProbability(reading, read);
  return other > own ? { read, excess: other - own } : { read: text, excess: 0 };
}

/** A symbol may look like so many characters to either side of the one that stands for it: ½ is read as 1/2. */
const MORE_FOR_A_SYMBOL = 2;

/** What is read, with a text's symbols in the place of what is read there: one character, a few or none. */
function withSymbolsOf(
  text: string,
  read: string,
  isSymbol: (character: string) => boolean,
): string {
  const steps = textSteps(read, text);
  const isMore = (step: TextPart | undefined): boolean =>
    step !== undefined && step.after === '' && step.before !== ' ';
  const leadsToSymbol = (from: number, by: 1 | -1): boolean => {
    let at = from;
    while (isMore(steps[at]) && Math.abs(at - from) < MORE_FOR_A_SYMBOL) at += by;
    return isSymbol(steps[at]?.after ?? '');
  };
  return steps
    .map((step, at) => {
      if (isSymbol(step.after)) return step.after;
      const isOfSymbol = isMore(step) && (leadsToSymbol(at, 1) || leadsToSymbol(at, -1));
      return isOfSymbol ? '' : step.before;
    })
    .join('');
}
