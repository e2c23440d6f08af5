import {
  glyphFromStrokes,
  stripFromStrokes,
  STRIP_PEN_WIDTH,
  type Point,
  type Stroke,
  type Strip,
} from '@inkling/ink';
import type { Random } from '../../random.js';
import { roughen } from '../augmentation/roughen.js';
import type { ANEW } from './anew.js';
import { writeGlyphLine } from './glyph-line.js';
import { drawHand, writeInkLine } from './ink-line.js';
import { joinWords } from './join-words.js';

/** What one writer wrote, character by character, all as ink or all as pictures. */
export type LineWriter =
  | { readonly ink: ReadonlyMap<string, readonly (readonly Stroke[])[]> }
  | {
      /** `[28, 28]` each. */
      readonly pictures: ReadonlyMap<string, readonly Float32Array[]>;
    };

export interface LineSample {
  readonly text: string;
  readonly strip: Strip;
}

/** Where lines come from, and how often. */
export interface LineSource {
  readonly share: number;
  draw(random: Random): LineSample;
}

/** Drawings of punctuation marks and signs, of whomever; a number's own writer seldom drew them. */
export type Signs = ReadonlyMap<string, readonly (readonly Stroke[])[]>;

export const labelsOf = (writer: LineWriter): string[] => [
  ...('ink' in writer ? writer.ink : writer.pictures).keys(),
];

/** The source that is next by lot. */
export function pickSource(sources: readonly LineSource[], random: Random): LineSource {
  const total = sources.reduce((sum, { share }) => sum + share, 0);
  let left = random.next() * total;
  return sources.find(({ share }) => (left -= share) < 0) ?? sources.at(-1)!;
}

/** What becomes of a writer's drawing before it takes its place in a line. */
type Change = typeof ANEW;

const AS_DRAWN: Change = { glyph: (glyph) => glyph, ink: (strokes) => [...strokes] };

/** A text that was put together from a writer's single characters. */
export function writeLine(
  writer: LineWriter,
  signs: Signs,
  text: string,
  random: Random,
  change: Change = AS_DRAWN,
): LineSample {
  const hand = drawHand(random);
  if ('pictures' in writer) {
    const characters = [...text].map((label) => {
      const own = writer.pictures.get(label);
      if (own) {
        const glyph = pick(own, random);
        return { label, glyph: change.glyph(glyph, label, random) };
      }
      if (label === ' ') return { label };
      const { glyph } = glyphFromStrokes(pick(signs.get(label)!, random), {
        penWidth: random.between(2, 3.5),
      });
      return { label, glyph, placed: true };
    });
    return { text, strip: writeGlyphLine(characters, hand, random) };
  }
  const characters = [...text].map((label) => {
    if (label === ' ') return { label, strokes: [] };
    const drawings = writer.ink.get(label) ?? signs.get(label)!;
    const rough = roughen(pick(drawings, random), random);
    return { label, strokes: change.ink(rough, label, random) };
  });
  return { text, strip: stripOf(writeInkLine(characters, hand, random), random) };
}

/** Words as they were written, by themselves or some of one writer beside each other. */
export function rewriteWords(
  words: readonly { readonly text: string; readonly strokes: readonly Stroke[] }[],
  random: Random,
): LineSample {
  const text = words.map((word) => word.text).join(' ');
  const strokes =
    words.length === 1
      ? words[0]!.strokes
      : joinWords(
          words.map((word) => word.strokes),
          random,
        );
  return { text, strip: stripOf(leant(roughen(strokes, random), random), random) };
}

function stripOf(strokes: readonly Stroke[], random: Random): Strip {
  const penWidth = STRIP_PEN_WIDTH + random.between(-1, 1);
  return stripFromStrokes(strokes, { penWidth });
}

/** Leaned, turned and stretched a little, all of it alike. */
function leant(strokes: readonly Stroke[], random: Random): Stroke[] {
  const [lean, rise] = [random.between(-0.45, 0.45), random.between(-0.035, 0.035)];
  const wide = Math.exp(random.between(-0.25, 0.25));
  return strokes.map((stroke) =>
    stroke.map(([x, y]): Point => [wide * (x - lean * y), y + rise * x]),
  );
}

export const pick = <T>(all: readonly T[], random: Random): T => all[random.integer(all.length)]!;
