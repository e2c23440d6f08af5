import { glyphFromStrokes, GLYPH_PIXELS, type Stroke } from '@inkling/ink';
import { classOfLabel, joinFloats, labelsOfNetwork } from '@inkling/recognizer';
import {
  glyphsOfSigns,
  loadOmniglot,
  loadSigns,
  loadWords,
  lookAlikeNames,
  withoutNames,
  type ForeignGlyphs,
} from '../../data/foreign.js';
import { joinGlyphs } from '../../data/glyph-sets.js';
import { loadPicturePool } from '../../data/picture-pool.js';
import { loadUnipen, type UnipenSample } from '../../data/unipen.js';
import type { UnipenPart } from '../../data/unipen-split.js';
import { createRandom } from '../../random.js';
import { DOODLE_KINDS, drawDoodle } from '../../learn/likeness/doodles/kinds.js';
import type { LikenessSources } from '../../learn/likeness/likeness-task.js';
import { inARow, pictureInARow } from '../../learn/likeness/several.js';
import { scribbleGlyphs } from '../evaluation/scribbles.js';
import { drawOtherDoodle, OTHER_DOODLE_KINDS } from './other-doodles.js';

/** Glyphs of one kind of drawing. */
export interface LikenessSet {
  readonly name: string;
  readonly is: 'digit' | 'letter' | 'several' | 'none';
  readonly glyphs: Float32Array;
  readonly count: number;
  /** The ink of each; absent where there are only pictures. */
  readonly drawings?: readonly (readonly Stroke[])[];
}

const LONGEST_WORD = 6;
const WORDS_EVERY = 4;

/** Alphabets that are not learnt from, so that limits can be chosen on them. */
export const VALIDATION_ALPHABETS = ['Hebrew', 'Tifinagh', 'Korean', 'Braille', 'Grantha'];

/** Tells for each glyph what a network reads with confidence. */
export type ReadSurely = (
  glyphs: Float32Array,
  count: number,
) => Promise<readonly (string | undefined)[]>;

export interface LikenessData {
  readonly sources: LikenessSources;
  /** Chosen on. */
  readonly validation: readonly LikenessSet[];
  /** For figures alone. */
  readonly unseen: readonly LikenessSet[];
  /** What was left out because it looks like a character of ours. */
  readonly leftOut: readonly string[];
}

/** Everything that the likeness network learns from and is measured on. */
export async function loadLikenessData(
  dataDir: string,
  readSurely: ReadSurely,
): Promise<LikenessData> {
  const unipen = loadUnipen(dataDir);
  const labels = labelsOfNetwork('characters');
  const of = (...parts: UnipenPart[]) => unipen.filter(({ part }) => parts.includes(part));
  const digits = loadPicturePool('digits', dataDir);
  const characters = loadPicturePool('characters', dataDir);
  const alphabets = loadOmniglot(dataDir, 'train');
  const unseenAlphabets = loadOmniglot(dataDir, 'unseen');
  const signs = loadSigns(dataDir);
  const signGlyphs = glyphsOfSigns(signs);
  const leftOut = new Set<string>();
  for (const foreign of [alphabets, unseenAlphabets, signGlyphs]) {
    const answers = await readSurely(foreign.glyphs, foreign.names.length);
    for (const name of lookAlikeNames(foreign.names, answers)) leftOut.add(name);
  }
  const words = loadWords(dataDir, LONGEST_WORD, WORDS_EVERY);
  const unlikeOurs = withoutNames(alphabets, leftOut);
  const isHeld = (name: string) => VALIDATION_ALPHABETS.includes(name.split('/')[0]!);
  const namesWhere = (keep: (name: string) => boolean) =>
    withoutNames(unlikeOurs, new Set(unlikeOurs.names.filter((name) => !keep(name))));
  const signsOf = (...parts: UnipenPart[]) =>
    signs.filter(({ part, label }) => parts.includes(part) && !leftOut.has(label));
  const wordsOf = (...parts: UnipenPart[]) => words.filter(({ part }) => parts.includes(part));
  const trainInk = of('train').flatMap(({ label, strokes }) => {
    const known = classOfLabel('characters', label);
    return known === undefined ? [] : [{ label: known, strokes }];
  });

  const setOfSigns = (name: string, ...parts: UnipenPart[]): LikenessSet =>
    setOfInk(
      name,
      'none',
      signsOf(...parts).map(({ strokes }) => strokes),
    );
  const setOfWords = (name: string, ...parts: UnipenPart[]): LikenessSet =>
    setOfInk(
      name,
      'several',
      wordsOf(...parts).map(({ strokes }) => strokes),
    );
  return {
    leftOut: [...leftOut].sort(),
    sources: {
      pictures: joinGlyphs(characters.train, digits.train),
      labels,
      ink: trainInk,
      words: wordsOf('train').map(({ strokes }) => strokes),
      foreign: namesWhere((name) => !isHeld(name)),
      signs: signsOf('train').map(({ strokes }) => strokes),
    },
    validation: [
      setOf('MNIST held out', 'digit', digits.validation.glyphs),
      ...setsOfCharacters(
        'UNIPEN validation',
        of('validation').filter(({ cutInk }) => !cutInk),
      ),
      doodleSet('Doodles of the kinds that are learnt', DOODLE_KINDS, drawDoodle, 2000, 71),
      setOfForeign('Omniglot, alphabets held out', namesWhere(isHeld)),
      setOfSigns('UNIPEN signs, validation', 'validation'),
      severalSet('Several, UNIPEN validation', of('validation'), 1000, 72),
      setOfWords('UNIPEN words, validation', 'validation'),
    ],
    unseen: [
      ...setsOfCharacters('UNIPEN unseen groups', of('unseen group')),
      doodleSet(
        'Doodles of other kinds, other generator',
        OTHER_DOODLE_KINDS,
        drawOtherDoodle,
        3000,
        73,
      ),
      setOf('Scribbles', 'none', scribbleGlyphs(600, 74)),
      setOfForeign('Omniglot, unseen alphabets', withoutNames(unseenAlphabets, leftOut)),
      setOfSigns('UNIPEN signs, unseen groups', 'unseen group'),
      severalSet('Several, UNIPEN unseen groups', of('unseen group'), 1000, 75),
      severalPictures(
        'Several, pictures of EMNIST held out',
        characters.validation.glyphs,
        1000,
        76,
      ),
      setOfWords('UNIPEN words, unseen groups', 'unseen group'),
    ],
  };
}

const setOf = (name: string, is: LikenessSet['is'], glyphs: Float32Array): LikenessSet => ({
  name,
  is,
  glyphs,
  count: glyphs.length / GLYPH_PIXELS,
});

const setOfInk = (
  name: string,
  is: LikenessSet['is'],
  drawings: readonly (readonly Stroke[])[],
): LikenessSet => ({
  ...setOf(name, is, joinFloats(drawings.map((strokes) => glyphFromStrokes(strokes).glyph))),
  drawings,
});

const setOfForeign = (name: string, { glyphs }: ForeignGlyphs): LikenessSet =>
  setOf(name, 'none', glyphs);

function setsOfCharacters(name: string, samples: readonly UnipenSample[]): LikenessSet[] {
  const inkWhere = (pattern: RegExp) =>
    samples.flatMap(({ label, strokes }) => (pattern.test(label) ? [strokes] : []));
  return [
    setOfInk(`${name}, digits`, 'digit', inkWhere(/\d/)),
    setOfInk(`${name}, letters`, 'letter', inkWhere(/[a-z]/i)),
  ];
}

function doodleSet(
  name: string,
  kinds: readonly string[],
  draw: typeof drawDoodle,
  count: number,
  seed: number,
): LikenessSet {
  const random = createRandom(seed);
  const drawings = Array.from({ length: count }, (_, at) =>
    draw(kinds[at % kinds.length]!, random),
  );
  return setOfInk(name, 'none', drawings);
}

function severalSet(
  name: string,
  samples: readonly UnipenSample[],
  count: number,
  seed: number,
): LikenessSet {
  const random = createRandom(seed);
  const drawings = Array.from({ length: count }, () => {
    const characters = Array.from(
      { length: 2 + random.integer(4) },
      () => samples[random.integer(samples.length)]!.strokes,
    );
    return inARow(characters, random);
  });
  return setOfInk(name, 'several', drawings);
}

function severalPictures(
  name: string,
  pictures: Float32Array,
  count: number,
  seed: number,
): LikenessSet {
  const random = createRandom(seed);
  const all = pictures.length / GLYPH_PIXELS;
  const glyphs = Array.from({ length: count }, () => {
    const chosen = Array.from({ length: 2 + random.integer(4) }, () => {
      const at = random.integer(all);
      return pictures.subarray(at * GLYPH_PIXELS, (at + 1) * GLYPH_PIXELS);
    });
    return pictureInARow(chosen, random);
  });
  return setOf(name, 'several', joinFloats(glyphs));
}
