import { glyphFromStrokes, GLYPH_PIXELS, stripFromStrokes, type Stroke } from '@inkling/ink';
import {
  classOfLabel,
  likenessOf,
  maskedLogProbabilities,
  placeCharacters,
  placeText,
  rowOfBatch,
} from '@inkling/recognizer';
import { loadWrittenLines, type WrittenLine } from '../../data/unipen-lines.js';
import { partsOfWriters, readUnipenSplit } from '../../data/unipen-split.js';
import type { UnipenSample } from '../../data/unipen.js';
import type { Readers } from '../lines/line-adaptation.js';

/** A character that stands by itself in a word. */
export interface LetterOfWord {
  /** Of the characters network's classes. */
  readonly label: string;
  readonly group: string;
  readonly strokes: readonly Stroke[];
}

/** Longer lines of several words are seldom laid out well. */
const LONGEST = 40;

/**
 * Words and lines of people who are to be learned from both as writers of lines and as writers of single characters.
 *
 * @param unipen single characters: who wrote unseen ones elsewhere is left out
 */
export function loadTrainingWords(
  dataDir: string,
  unipen: readonly Pick<UnipenSample, 'writer'>[],
): WrittenLine[] {
  const written = loadWrittenLines(dataDir).filter(
    ({ part, text }) => part === 'train' && text.length <= LONGEST,
  );
  const parts = partsOfWriters(
    [...written, ...unipen].map(({ writer }) => writer),
    readUnipenSplit(),
  );
  return written.filter(({ writer }) => parts.get(writer) === 'train');
}

/** The network for lines learned from these very words: it finds a character where it stands with at least so much. */
const LEAST_FOUND = 0.8;

/** What the network for characters finds less likely than this is another letter, half of one, or one with a neighbour. */
const LEAST_READ = 0.01;

/** Where half of the probability is on it, a drawing counts as several characters. */
const SEVERAL_FROM = 0.5;

/**
 * The characters of a word that its writer lifted the pen before and after: strokes that belong to one of them alone. Where each
 * stands a network for lines tells, laid along the text, which is known; what does not look like its label, or like several, is
 * left out, as bars of a t without the rest.
 */
export async function lettersOfWord(
  { text, group, strokes }: Pick<WrittenLine, 'text' | 'group' | 'strokes'>,
  { lines, characters, likeness }: Readers,
): Promise<LetterOfWord[]> {
  const strip = stripFromStrokes(strokes);
  const placed = placeText(strip, await lines.session.run(strip), lines.settings, text);
  const found = placeCharacters(strip, placed ?? [], strokes).flatMap((one) => {
    const label = classOfLabel('characters', one.label);
    const own = one.candidates.find((candidate) => candidate.label === one.label);
    const isFound = label && one.glyph && own && own.probability >= LEAST_FOUND;
    return isFound ? [{ label, group, strokes: one.strokes! }] : [];
  });
  if (found.length === 0) return [];
  const glyphs = new Float32Array(found.length * GLYPH_PIXELS);
  found.forEach((one, at) => glyphs.set(glyphFromStrokes(one.strokes).glyph, at * GLYPH_PIXELS));
  const { labels, temperature } = characters.card;
  const every = [...labels.keys()];
  const { logits } = await characters.session.run(glyphs, found.length);
  const alike = (await likeness.session.run(glyphs, found.length)).logits;
  return found.filter(({ label }, at) => {
    const said = rowOfBatch(logits, at, found.length);
    const read = maskedLogProbabilities(said, temperature, every)[labels.indexOf(label)]!;
    const { several } = likenessOf(rowOfBatch(alike, at, found.length), likeness.limits);
    return read >= Math.log(LEAST_READ) && several < SEVERAL_FROM;
  });
}
