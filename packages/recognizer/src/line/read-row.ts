import type { Strip } from '@inkling/ink';
import { alignText, type CharacterSpan } from './align.js';
import type { LineQuestion } from './line-question.js';
import { answerable, constraintOf, isConstrained } from './line-question.js';
import { sequenceReading } from './log-probabilities.js';
import type { LanguageSay } from './language.js';
import type { RowText } from './row-text.js';
import { decodeSequence, type DecodedText, type SequenceReading } from './prefix-beam.js';
import type { SecondReader } from './second-look.js';
import { segmentsOf, type Segment } from './segments.js';

/** A label that a character may be. */
export interface CharacterCandidate {
  readonly label: string;
  readonly probability: number;
}

/** A character of a row that is read. */
export interface ReadCharacter {
  readonly label: string;
  /** Best first, the label among them; they add up to at most 1. */
  readonly candidates: readonly CharacterCandidate[];
  readonly segment: Segment;
}

/** What a network reads of one row. */
export interface ReadRow {
  /** Best first; none where nothing that may be answered fits. */
  readonly texts: readonly RowText[];
  /** Of the first text, from left to right, spaces too. */
  readonly characters: readonly ReadCharacter[];
}

/** What a network for lines knows of itself, see `LinesCard`. */
export interface SequenceSettings {
  readonly characters: readonly string[];
  readonly temperature: number;
  /** What a language model says of free text, if there is one. */
  readonly language?: LanguageSay | undefined;
  /** Who looks again where that network is unsure, by what is asked for. */
  readonly second?: Partial<Record<LineQuestion['task'], SecondReader>> | undefined;
}

/** Prefixes that are kept from step to step: free, with a language model, under a pattern, and along a list of words. */
const NARROW = 10;
const SPOKEN = 16;
const MIDDLE = 24;
const WIDE = 96;

/** Of 322 validation lines the answer is that of -9, in half the time. */
const LEAST = -6;
/** A language model may lift what the network finds improbable. */
const LEAST_SPOKEN = -9;

const MOST_CANDIDATES = 8;

/**
 * From what a network says along a strip to texts and characters on their segments.
 *
 * @param logits `[steps, characters + 1]`
 */
export function readRow(
  strip: Strip,
  output: Said,
  settings: SequenceSettings,
  question: LineQuestion,
  top: number,
): ReadRow {
  const { reading, texts } = textsOf(output, settings, question, top);
  return rowOf(strip, reading, texts.slice(0, top));
}

/** What a network says along a strip: logits `[steps, characters + 1]`. */
export interface Said {
  readonly logits: Float32Array;
  readonly steps: number;
}

export interface TextsOfRow {
  /** What the network says, of what may be answered. */
  readonly reading: SequenceReading;
  /** Best first. */
  readonly texts: RowText[];
}

/** What the network for lines and the language make of a row, best first; where only some may be answered, maybe more than asked for. */
export function textsOf(
  said: Said,
  settings: SequenceSettings,
  question: LineQuestion,
  top: number,
): TextsOfRow {
  const reading = readingOf(said, settings, question);
  const language = heardLanguage(question, settings);
  const found = decodeRow(reading, question, top, language);
  return { reading, texts: probable(found, areSharing(question, settings)) };
}

/** Whether the texts that are found have all of the probability: where only some may be answered, or a language has a say. */
export const areSharing = (question: LineQuestion, settings: SequenceSettings): boolean =>
  isConstrained(question) || heardLanguage(question, settings) !== undefined;

const readingOf = (
  { logits, steps }: Said,
  { characters, temperature }: SequenceSettings,
  question: LineQuestion,
): SequenceReading => sequenceReading(logits, steps, characters, temperature, answerable(question));

/** The first text with its characters on their segments. */
export function rowOf(strip: Strip, reading: SequenceReading, texts: readonly RowText[]): ReadRow {
  const best = texts[0]?.text;
  const spans = best === undefined ? undefined : alignText(reading, best);
  if (best === undefined || !spans) return { texts: [], characters: [] };
  const characters = charactersOf(strip, reading, best, spans);
  return { texts, characters: characters.map(chosen) };
}

/** A number is no language, and what a pattern or a list allows is known better than by it. */
export const heardLanguage = (
  question: LineQuestion,
  { language }: Pick<SequenceSettings, 'language'>,
): LanguageSay | undefined =>
  isConstrained(question) || question.task !== 'text' ? undefined : language;

/** The texts of a row that may be answered; where only some may, or a language model has a say, all that were found, so that they can share. */
export function decodeRow(
  reading: SequenceReading,
  question: LineQuestion,
  top: number,
  language?: LanguageSay,
): DecodedText[] {
  const constraint = constraintOf(question);
  // With a list of words most prefixes lead nowhere that ends: more of them have to be kept.
  const width = question.words ? WIDE : constraint ? MIDDLE : language ? SPOKEN : NARROW;
  return decodeSequence(reading, {
    top: constraint || language ? width : top,
    ...{ width, language },
    least: language ? LEAST_SPOKEN : LEAST,
    ...(constraint && { constraint }),
  });
}

/**
 * Where the characters of a text that somebody else says stand on a strip.
 *
 * @returns a segment for each character and how probable the network finds it there; `undefined` where the text does not fit
 */
export function placeText(
  strip: Strip,
  { logits, steps }: { readonly logits: Float32Array; readonly steps: number },
  settings: SequenceSettings,
  text: string,
): ReadCharacter[] | undefined {
  const everything = { allowed: () => true, readPast: () => false };
  const { characters, temperature } = settings;
  const reading = sequenceReading(logits, steps, characters, temperature, everything);
  const spans = alignText(reading, text);
  return spans && charactersOf(strip, reading, text, spans);
}

function charactersOf(
  strip: Strip,
  reading: SequenceReading,
  text: string,
  spans: readonly CharacterSpan[],
): ReadCharacter[] {
  return segmentsOf(strip, spans).map((segment, at) => ({
    label: text[at]!,
    candidates: candidatesAt(reading, spans[at]!, text[at]!),
    segment,
  }));
}

/**
 * The text was chosen as a whole, maybe with what is known of the language: at no place is another character more
 * probable than its own, or memory would change what nothing speaks against.
 */
function chosen(character: ReadCharacter): ReadCharacter {
  const { label, candidates } = character;
  const [first] = candidates;
  if (!first || first.label === label) return character;
  const own = candidates.find((candidate) => candidate.label === label)!;
  const others = candidates.filter((candidate) => candidate !== own);
  const total = 1 + first.probability - own.probability;
  return {
    ...character,
    candidates: [{ label, probability: first.probability }, ...others].map((candidate) => ({
      label: candidate.label,
      probability: candidate.probability / total,
    })),
  };
}

/** Where texts share, what was found has all of the probability; otherwise the network says how much each has. */
function probable(found: readonly DecodedText[], sharing: boolean): RowText[] {
  const most = found[0]?.score ?? 0;
  const total = sharing
    ? found.reduce((sum, each) => sum + Math.exp(each.score - most), 0)
    : Math.exp(-most);
  return found.map(({ text, score }) => ({ text, probability: Math.exp(score - most) / total }));
}

/** What the network sees around the steps of a character, the blank aside. */
function candidatesAt(
  { logProbabilities, steps, characters }: SequenceReading,
  { from, to }: CharacterSpan,
  label: string,
): CharacterCandidate[] {
  const classes = characters.length + 1;
  const weights = new Float64Array(characters.length);
  for (let step = Math.max(0, from - 1); step < Math.min(steps, to + 1); step++) {
    // A step beside its own tells of neighbours, too.
    const isBeside = step < from || step >= to;
    for (let at = 0; at < characters.length; at++) {
      const weight = Math.exp(logProbabilities[step * classes + at]!) * (isBeside ? 0.1 : 1);
      weights[at] = Math.max(weights[at]!, weight);
    }
  }
  const total = Math.max(
    1e-9,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const all = characters
    .map((each, at) => ({ label: each, probability: weights[at]! / total }))
    // However sure the network is, whoever knows better wants to choose.
    .filter((each) => each.probability > 0 || each.label === label)
    .sort((a, b) => b.probability - a.probability);
  const best = all.slice(0, MOST_CANDIDATES);
  const own = all.find((each) => each.label === label);
  return own && !best.includes(own) ? [...best.slice(0, -1), own] : best;
}
