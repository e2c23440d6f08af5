import { GLYPH_PIXELS, GLYPH_SIDE, type Stroke } from '@inkling/ink';
import type { DrawnSigns, SignInk } from '../../data/foreign.js';
import { groupTwice } from '../../data/group-twice.js';

/** A drawing as it is kept: a picture, or ink that is rendered anew each time. */
export type SignDrawing =
  | {
      /** `[28, 28]`, 0..1. */
      readonly glyph: Float32Array;
    }
  | { readonly strokes: readonly Stroke[] };

/** Drawings of each of some signs that somebody tells apart: an alphabet, or the characters of one writer. */
export interface SignSet {
  readonly name: string;
  readonly signs: readonly (readonly SignDrawing[])[];
}

/** Groups drawings by set and sign, and leaves out what is too small to be asked about. */
export function gatherSets(
  drawings: Iterable<{ set: string; sign: string | number; drawing: SignDrawing }>,
  least: { readonly signs: number; readonly drawings: number },
): SignSet[] {
  const entries = Array.from(drawings, ({ set, sign, drawing }) => [set, sign, drawing] as const);
  return [...groupTwice(entries)].flatMap(([name, all]) => {
    const signs = [...all.values()].filter((drawn) => drawn.length >= least.drawings);
    return signs.length >= least.signs ? [{ name, signs }] : [];
  });
}

/** The signs of Omniglot's alphabets. */
export function* signsOfAlphabets({ names, glyphs }: DrawnSigns) {
  for (const [row, name] of names.entries()) {
    const glyph = glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS);
    yield { set: name.slice(0, name.lastIndexOf('/')), sign: name, drawing: { glyph } };
  }
}

/** Further alphabets: each in the other seven positions of a square, as is usual for Omniglot (Santoro et al. 2016). */
export function* signsTurned(signs: DrawnSigns) {
  for (const { set, sign, drawing } of signsOfAlphabets(signs)) {
    for (const [at, glyph] of otherPositions(drawing.glyph).entries()) {
      yield { set: `${set}, position ${at}`, sign, drawing: { glyph } };
    }
  }
}

/** UNIPEN's signs; people who drew few of them are taken together. */
export function* signsOfUnipen(signs: readonly SignInk[]) {
  for (const { label, strokes } of signs) {
    yield { set: 'UNIPEN', sign: label, drawing: { strokes } };
  }
}

/** What each writer wrote. */
export function* signsOfWriters(
  samples: readonly {
    readonly sample: { readonly hand: string; readonly strokes: readonly Stroke[] };
    readonly classIndex: number;
  }[],
) {
  for (const { sample, classIndex } of samples) {
    yield { set: sample.hand, sign: classIndex, drawing: { strokes: sample.strokes } };
  }
}

/** The seven other ways to lay a square: turned by quarters, mirrored, both. */
export function otherPositions(glyph: Float32Array): Float32Array[] {
  const last = GLYPH_SIDE - 1;
  const rearranged = (from: (row: number, column: number) => number) =>
    glyph.map((_, at) => glyph[from(Math.floor(at / GLYPH_SIDE), at % GLYPH_SIDE)]!);
  const at = (row: number, column: number) => row * GLYPH_SIDE + column;
  return [
    rearranged((row, column) => at(column, last - row)),
    rearranged((row, column) => at(last - row, last - column)),
    rearranged((row, column) => at(last - column, row)),
    rearranged((row, column) => at(row, last - column)),
    rearranged((row, column) => at(last - row, column)),
    rearranged((row, column) => at(column, row)),
    rearranged((row, column) => at(last - column, last - row)),
  ];
}
