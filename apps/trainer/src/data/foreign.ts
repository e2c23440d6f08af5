import { join } from 'node:path';
import {
  glyphFromPicture,
  glyphFromStrokes,
  GLYPH_PIXELS,
  GLYPH_SIDE,
  InkError,
  type Stroke,
} from '@inkling/ink';
import { readIdxImages } from './idx.js';
import { readPackedLines } from './packed-lines.js';
import { givesGlyph } from './unipen.js';
import { partsOfWriters, readUnipenSplit, type UnipenPart } from './unipen-split.js';

/** Glyphs of signs that are neither digits nor letters of ours. */
export interface ForeignGlyphs {
  /** What is drawn: `alphabet/character` or a sign. */
  readonly names: readonly string[];
  /** `[names.length, 28, 28]`, 0..1. */
  readonly glyphs: Float32Array;
}

/** Signs of which it is known who drew each. */
export interface DrawnSigns extends ForeignGlyphs {
  readonly drawers: readonly string[];
}

/** Alphabets that share letters with ours. */
const AKIN = ['Latin', 'Greek', 'Cyrillic'];

/**
 * Characters of Omniglot's alphabets, but for those that share letters with ours, by the same way as any
 * picture.
 *
 * @param part `unseen` is for figures alone
 */
export function loadOmniglot(dataDir: string, part: 'train' | 'unseen'): DrawnSigns {
  const prefix = join(dataDir, 'omniglot', `omniglot-${part}`);
  const { pixels, count } = readIdxImages(`${prefix}-images-idx3-ubyte.gz`);
  const rows = readPackedLines(`${prefix}-labels.tsv.gz`)
    .slice(1)
    .map((line) => line.split('\t'));
  if (rows.length !== count) throw new Error(`The labels of ${prefix} don't fit its pictures.`);
  const chosen = rows.flatMap(([alphabet, character, drawer], row) =>
    AKIN.includes(alphabet!)
      ? []
      : [{ name: `${alphabet}/${character}`, drawer: `${alphabet}/${drawer}`, row }],
  );
  const found = chosen.flatMap(({ name, drawer, row }) => {
    const picture = pixels.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS);
    const glyph = glyphOrNone(
      () => glyphFromPicture({ width: GLYPH_SIDE, height: GLYPH_SIDE, pixels: picture }).glyph,
    );
    return glyph ? [{ name, drawer, glyph }] : [];
  });
  return { ...together(found), drawers: found.map(({ drawer }) => drawer) };
}

/** Those whose name fits. */
export function pickSigns(signs: DrawnSigns, fits: (name: string) => boolean): DrawnSigns {
  const rows = rowsWhere(signs, fits);
  return { ...rowsOf(signs, rows), drawers: rows.map((row) => signs.drawers[row]!) };
}

const rowsWhere = ({ names }: ForeignGlyphs, fits: (name: string) => boolean): number[] =>
  names.flatMap((name, row) => (fits(name) ? [row] : []));

const rowsOf = ({ names, glyphs }: ForeignGlyphs, rows: readonly number[]): ForeignGlyphs =>
  together(
    rows.map((row) => ({
      name: names[row]!,
      glyph: glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS),
    })),
  );

export interface SignInk {
  readonly label: string;
  /** `group/file.dat`, see `handOfWriter`. */
  readonly writer: string;
  readonly part: UnipenPart;
  readonly strokes: readonly Stroke[];
}

/** UNIPEN's punctuation marks and signs that give a glyph. */
export const loadSigns = (dataDir: string): SignInk[] =>
  withParts(readInk<{ label: string }>(dataDir, 'symbols'));

/** Glyphs of signs as they were drawn. */
export const glyphsOfSigns = (signs: readonly SignInk[]): ForeignGlyphs =>
  together(
    signs.map(({ label, strokes }) => ({ name: label, glyph: glyphFromStrokes(strokes).glyph })),
  );

export interface WordInk {
  readonly text: string;
  readonly part: UnipenPart;
  readonly strokes: readonly Stroke[];
}

/** Words and numbers of UNIPEN with 2 to `longest` characters, every so manieth of them. */
export const loadWords = (dataDir: string, longest: number, every: number): WordInk[] =>
  withParts(
    readInk<{ text: string }>(dataDir, 'words', every).filter(
      ({ text }) => text.length >= 2 && text.length <= longest,
    ),
  );

interface RawInk {
  readonly writer: string;
  readonly strokes: readonly Stroke[];
}

const readInk = <T>(dataDir: string, file: 'symbols' | 'words', every = 1): (T & RawInk)[] =>
  readPackedLines(join(dataDir, 'unipen', `unipen-${file}.jsonl.gz`))
    .filter((_, at) => at % every === 0)
    .map((line) => JSON.parse(line) as T & RawInk);

/** Those that give a glyph, with the part that their writers belong to. */
function withParts<T extends RawInk>(inks: readonly T[]): (T & { part: UnipenPart })[] {
  const parts = partsOfWriters(
    inks.map(({ writer }) => writer),
    readUnipenSplit(),
  );
  return inks
    .filter(({ strokes }) => givesGlyph(strokes))
    .map((ink) => ({ ...ink, part: parts.get(ink.writer)! }));
}

/**
 * Those whose name is not in `lookAlikes`.
 *
 * @see lookAlikeNames
 */
export function withoutNames(
  foreign: ForeignGlyphs,
  lookAlikes: ReadonlySet<string>,
): ForeignGlyphs {
  return rowsOf(
    foreign,
    rowsWhere(foreign, (name) => !lookAlikes.has(name)),
  );
}

/** A sign looks like a character of ours where this share of its drawings is read as the same one, with confidence. */
const SAME_SHARE = 0.7;

/**
 * Signs that look like a character of ours, as a circle does: nobody could say that they are none.
 *
 * @param answers for each drawing, the label that a network reads with confidence
 */
export function lookAlikeNames(
  names: readonly string[],
  answers: readonly (string | undefined)[],
): Set<string> {
  const drawings = new Map<string, (string | undefined)[]>();
  names.forEach((name, row) => {
    drawings.set(name, [...(drawings.get(name) ?? []), answers[row]]);
  });
  return new Set(
    [...drawings].flatMap(([name, read]) => (commonestShare(read) >= SAME_SHARE ? [name] : [])),
  );
}

function commonestShare(answers: readonly (string | undefined)[]): number {
  const counts = new Map<string, number>();
  for (const answer of answers) {
    if (answer !== undefined) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values()) / answers.length;
}

function glyphOrNone(make: () => Float32Array): Float32Array | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof InkError) return undefined;
    throw error;
  }
}

function together(found: readonly { name: string; glyph: Float32Array }[]): ForeignGlyphs {
  const glyphs = new Float32Array(found.length * GLYPH_PIXELS);
  found.forEach(({ glyph }, at) => glyphs.set(glyph, at * GLYPH_PIXELS));
  return { names: found.map(({ name }) => name), glyphs };
}
