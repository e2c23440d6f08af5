import { stripFromStrokes } from '@inkling/ink';
import type { LinesCard } from '@inkling/recognizer';
import { evenly } from '../../data/evenly.js';
import { groupBy } from '../../data/group-by.js';
import { loadWrittenLines, type WrittenLine } from '../../data/unipen-lines.js';
import { ANEW } from '../../learn/lines/anew.js';
import {
  labelsOf,
  pick,
  rewriteWords,
  writeLine,
  type LineSample,
  type LineSource,
  type LineWriter,
  type Signs,
} from '../../learn/lines/line-sources.js';
import { drawNumber, type Lengths } from '../../learn/lines/number-texts.js';
import { soil } from '../../learn/lines/soil.js';
import { createRandom, type Random } from '../../random.js';
import { loadDigitWriters, loadSignInks, loadTextWriters } from './line-writers.js';

const NUMBERS: Lengths = { shortest: 1, longest: 12 };
const WORDS: Lengths = { shortest: 1, longest: 8 };

/** So many of all lines are numbers, where `--numbers` says nothing else. */
export const NUMBERS_SHARE = 0.52;

/** How often lines of each kind are drawn, among numbers and among texts, and soiled as pictures are. */
const SHARES = {
  numbers: {
    pictured: { share: 0.69, soiled: 0.8 },
    inked: { share: 0.31, soiled: 0.35 },
  },
  texts: {
    composed: { share: 0.21, soiled: 0.35 },
    words: { share: 0.62, soiled: 0.35 },
    lines: { share: 0.17, soiled: 0.35 },
  },
};

/** Of words that are put together, so many are in capitals: who fills in forms writes so, and few groups of UNIPEN do. */
const CAPITALS = 0.4;

/** Words of one writer that are joined to a line. */
const JOINED = 0.12;
const MOST_JOINED = 3;

/** Lines of more characters make a batch too wide. */
export const LONGEST_LINE = 40;

const VALIDATION_LINES = 300;
const VALIDATION_SEED = 97;

export interface LinesData {
  readonly sources: readonly LineSource[];
  readonly validation: Readonly<Record<string, readonly LineSample[]>>;
  /** What lines are made of, for the card. */
  readonly sets: LinesCard['training']['data'];
}

/**
 * What networks for lines learn from, and are validated on; of MNIST's test set nobody.
 *
 * @param share of numbers among all lines, 0..1
 */
export function loadLinesData(dataDir: string, share: number): LinesData {
  const dose = ({ share: own, soiled }: Dose, ofAll: number): Dose => ({
    share: own * ofAll,
    soiled,
  });
  const digits = loadDigitWriters(dataDir);
  const signs = loadSignInks(dataDir);
  const textWriters = loadTextWriters(dataDir);
  const written = loadWrittenLines(dataDir);
  const train = written.filter(({ part }) => part === 'train');
  const ofPart = (part: WrittenLine['part']) => written.filter((line) => line.part === part);
  return {
    sources: [
      numbers(digits.pictured.train, signs, dose(SHARES.numbers.pictured, share)),
      numbers(digits.inked.train, signs, dose(SHARES.numbers.inked, share)),
      composed(textWriters, signs, train, dose(SHARES.texts.composed, 1 - share)),
      wordSource(
        train.filter(({ text }) => !text.includes(' ')),
        dose(SHARES.texts.words, 1 - share),
      ),
      wordSource(
        train.filter(({ text }) => text.includes(' ') && text.length <= LONGEST_LINE),
        dose(SHARES.texts.lines, 1 - share),
      ),
    ],
    validation: {
      'numbers of MNIST writers held out': drawnNumbers(digits.pictured.held),
      'numbers of UNIPEN validation writers': drawnNumbers(digits.inked.held),
      'words of validation groups': asWritten(ofPart('validation'), VALIDATION_LINES),
    },
    sets: [
      {
        name: 'MNIST train, by writer (QMNIST), one writer in twelve held out',
        samples: countOf(digits.pictured.train),
        licence: 'as distributed by LeCun, Cortes and Burges; QMNIST BSD',
      },
      {
        name: 'UNIPEN train_r01_v07: single characters of training writers of models/unipen-split.json',
        samples: countOf(digits.inked.train) + countOf(textWriters),
        licence: 'CC BY 4.0',
      },
      {
        name: 'UNIPEN train_r01_v07: words and lines of training groups of models/unipen-lines-split.json',
        samples: train.length,
        licence: 'CC BY 4.0',
      },
    ],
  };
}

const countOf = (writers: readonly LineWriter[]): number =>
  writers.reduce(
    (sum, writer) =>
      [...('ink' in writer ? writer.ink : writer.pictures).values()].reduce(
        (count: number, drawings) => count + drawings.length,
        sum,
      ),
    0,
  );

interface Dose {
  readonly share: number;
  readonly soiled: number;
}

const sourceOf = ({ share, soiled }: Dose, draw: (random: Random) => LineSample): LineSource => ({
  share,
  draw(random) {
    const { text, strip } = draw(random);
    return { text, strip: random.next() < soiled ? soil(strip, random) : strip };
  },
});

const numbers = (writers: readonly LineWriter[], signs: Signs, dose: Dose): LineSource =>
  sourceOf(dose, (random) => {
    const writer = pick(writers, random);
    return writeLine(writer, signs, drawNumber(labelsOf(writer), NUMBERS, random), random, ANEW);
  });

/** Texts of a writer's single characters: half of them words, half of them characters by lot. */
function composed(
  writers: readonly LineWriter[],
  signs: Signs,
  words: readonly WrittenLine[],
  dose: Dose,
): LineSource {
  const texts = [...new Set(words.map(({ text }) => text))].filter((text) => !text.includes(' '));
  return sourceOf(dose, (random) => {
    const writer = pick(writers, random);
    const known = labelsOf(writer);
    const has = new Set([...known, ...signs.keys()]);
    const picked = pick(texts, random);
    const word = random.next() < CAPITALS ? picked.toUpperCase() : picked;
    const isKnown = [...word].every((label) => has.has(label));
    const length = WORDS.shortest + random.integer(WORDS.longest - WORDS.shortest + 1);
    const all = random.next() < 0.3 ? [...signs.keys()] : known;
    const byLot = () =>
      Array.from({ length }, () => pick(random.next() < 0.4 ? all : known, random)).join('');
    const text = isKnown && random.next() < 0.5 ? word : byLot();
    return writeLine(writer, signs, text, random, ANEW);
  });
}

/** Words or lines as they were written; groups come by the square root of their size, or a few would be all. */
function wordSource(lines: readonly WrittenLine[], dose: Dose): LineSource {
  const groups = [...groupBy(lines, ({ group }) => group).values()].map((all) => ({
    all,
    ofWriter: groupBy(all, ({ writer }) => writer),
  }));
  const weights = groups.map(({ all }) => Math.sqrt(all.length));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return sourceOf(dose, (random) => {
    let left = random.next() * total;
    const at = weights.findIndex((weight) => (left -= weight) < 0);
    const { all, ofWriter } = groups[at] ?? groups[0]!;
    const first = pick(all, random);
    if (first.text.includes(' ') || random.next() >= JOINED) return rewriteWords([first], random);
    const more = 1 + random.integer(MOST_JOINED - 1);
    const others = Array.from({ length: more }, () => pick(ofWriter.get(first.writer)!, random));
    return rewriteWords([first, ...others], random);
  });
}

/** Numbers of digits alone, always the same. */
function drawnNumbers(writers: readonly LineWriter[]): LineSample[] {
  const random = createRandom(VALIDATION_SEED);
  return Array.from({ length: VALIDATION_LINES }, () => {
    const writer = pick(writers, random);
    const text = drawNumber(labelsOf(writer), { shortest: 2, longest: 10 }, random);
    return writeLine(writer, new Map(), text.replace(/\D/g, ''), random);
  });
}

/** Some of them, evenly taken, as they were written. */
const asWritten = (lines: readonly WrittenLine[], count: number): LineSample[] =>
  evenly(lines, count).map(({ text, strokes }) => ({ text, strip: stripFromStrokes(strokes) }));
