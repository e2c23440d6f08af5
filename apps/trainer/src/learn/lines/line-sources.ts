import type { Stroke, Strip } from '@inkling/ink';
import { stripFromStrokes, STRIP_PEN_WIDTH } from '@inkling/ink';
import type { Random } from '../../random.js';
import { roughen } from '../augmentation/roughen.js';
import { writeGlyphLine } from './glyph-line.js';
import { drawHand, writeInkLine } from './ink-line.js';

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

export interface Lengths {
  readonly shortest: number;
  readonly longest: number;
}

/** A line of characters by lot, of what the writer has. */
export function drawLine(
  writer: LineWriter,
  { shortest, longest }: Lengths,
  random: Random,
): LineSample {
  const known = [...('ink' in writer ? writer.ink : writer.pictures).keys()];
  const length = shortest + random.integer(longest - shortest + 1);
  const labels = Array.from({ length }, () => known[random.integer(known.length)]!);
  const hand = drawHand(random);
  const text = labels.join('');
  if ('pictures' in writer) {
    const glyphs = labels.map((label) => pick(writer.pictures.get(label)!, random));
    return { text, strip: writeGlyphLine(glyphs, hand, random) };
  }
  const characters = labels.map((label) => ({
    label,
    strokes: roughen(pick(writer.ink.get(label)!, random), random),
  }));
  const strokes = writeInkLine(characters, hand, random);
  const penWidth = STRIP_PEN_WIDTH + random.between(-0.8, 1.2);
  return { text, strip: stripFromStrokes(strokes, { penWidth }) };
}

const pick = <T>(all: readonly T[], random: Random): T => all[random.integer(all.length)]!;
