import { glyphFromStrokes, stripFromStrokes, type Stroke } from '@inkling/ink';
import {
  ALIKE_FROM,
  classOfLabel,
  joinFloats,
  likenessOf,
  maskedLogProbabilities,
  placeCharacters,
  placeText,
  rowOfBatch,
} from '@inkling/recognizer';
import type { WrittenLine } from '../../data/unipen-lines.js';
import { partsOfWriters, readUnipenSplit } from '../../data/unipen-split.js';
import type { UnipenSample } from '../../data/unipen.js';
import { LONGEST_LINE } from '../lines/load-lines-data.js';
import type { Readers } from '../lines/line-adaptation.js';

/** A character that stands by itself in a word. */
export interface LetterOfWord {
  /** Of the characters network's classes. */
  readonly label: string;
  readonly group: string;
  readonly strokes: readonly Stroke[];
}

/**
 * Those of some words and lines whose writers are to be learned from, both as writers of lines and as writers of single characters;
 * none longer than the lines that the network for lines learned from.
 *
 * @param unipen single characters: who wrote unseen ones elsewhere is left out
 */
export function wordsToLearnFrom(
  written: readonly WrittenLine[],
  unipen: readonly Pick<UnipenSample, 'writer'>[],
): WrittenLine[] {
  const parts = partsOfWriters(
    [...written, ...unipen].map(({ writer }) => writer),
    readUnipenSplit(),
  );
  return written.filter(
    ({ part, text, writer }) =>
      part === 'train' && parts.get(writer) === 'train' && text.length <= LONGEST_LINE,
  );
}

/**
 * The characters of a word that its writer lifted the pen before and after: strokes that belong to one of them alone. Where each
 * stands a network for lines tells, laid along the text, which is known; what does not look like its label, or like several, is
 * left out, as bars of a t without the rest.
 */
export async function lettersOfWord(
  word: Pick<WrittenLine, 'text' | 'group' | 'strokes'>,
  readers: Readers,
): Promise<LetterOfWord[]> {
  const found = await standingAlone(word, readers.lines);
  return found.length === 0 ? [] : lookingRight(found, readers);
}

/** The network for lines learned from these very words: it finds a character where it stands with at least so much. */
const LEAST_FOUND = 0.8;

async function standingAlone(
  { text, group, strokes }: Pick<WrittenLine, 'text' | 'group' | 'strokes'>,
  { session, settings }: Readers['lines'],
): Promise<LetterOfWord[]> {
  const strip = stripFromStrokes(strokes);
  const placed = placeText(strip, await session.run(strip), settings, text) ?? [];
  return placeCharacters(strip, placed, strokes).flatMap((one) => {
    const label = classOfLabel('characters', one.label);
    const own = one.candidates.find((candidate) => candidate.label === one.label);
    const isFound = label && one.glyph && own && own.probability >= LEAST_FOUND;
    return isFound ? [{ label, group, strokes: one.strokes! }] : [];
  });
}

/** What the network for characters finds less likely than this is another letter, half of one, or one with a neighbour. */
const LEAST_READ = 0.01;

async function lookingRight(
  found: readonly LetterOfWord[],
  { characters, likeness }: Readers,
): Promise<LetterOfWord[]> {
  const count = found.length;
  const glyphs = joinFloats(found.map(({ strokes }) => glyphFromStrokes(strokes).glyph));
  const { labels, temperature } = characters.card;
  const every = [...labels.keys()];
  const { logits } = await characters.session.run(glyphs, count);
  const alike = (await likeness.session.run(glyphs, count)).logits;
  return found.filter(({ label }, at) => {
    const said = maskedLogProbabilities(rowOfBatch(logits, at, count), temperature, every);
    const { several } = likenessOf(rowOfBatch(alike, at, count), likeness.limits);
    return said[labels.indexOf(label)]! >= Math.log(LEAST_READ) && several < ALIKE_FROM;
  });
}
