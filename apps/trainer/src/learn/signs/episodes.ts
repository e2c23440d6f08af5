import { GLYPH_PIXELS } from '@inkling/ink';
import { shuffle, type Random } from '../../random.js';
import { rewriteInk, rewritePicture } from '../augmentation/training-set.js';
import type { SignDrawing, SignSet } from './sign-sets.js';

/** How many signs are told apart at a time, and how many drawings of each are seen. */
export interface EpisodeSize {
  readonly signs: number;
  readonly drawings: number;
}

/** Kinds of sets with the share of episodes that they make. */
export interface EpisodeSource {
  readonly share: number;
  readonly sets: readonly SignSet[];
}

/**
 * Draws signs of one set and drawings of each, rewritten by chance, sign by sign.
 *
 * @param sources shares sum to 1
 * @param to receives `[signs * drawings, 28, 28]`, 0..1
 */
export function drawEpisode(
  sources: readonly EpisodeSource[],
  { signs, drawings }: EpisodeSize,
  to: Float32Array,
  random: Random,
): void {
  const { sets } = pickSource(sources, random);
  const set = sets[random.integer(sets.length)]!;
  let row = 0;
  for (const sign of drawLots(set.signs, signs, random)) {
    for (const drawing of drawLots(sign, drawings, random)) {
      rewrite(drawing, to.subarray(row * GLYPH_PIXELS, ++row * GLYPH_PIXELS), random);
    }
  }
}

function pickSource(sources: readonly EpisodeSource[], random: Random): EpisodeSource {
  let left = random.next();
  return sources.find(({ share }) => (left -= share) < 0) ?? sources.at(-1)!;
}

function drawLots<T>(all: readonly T[], count: number, random: Random): T[] {
  const order = Int32Array.from(all, (_, at) => at);
  shuffle(order, random);
  return Array.from(order.subarray(0, count), (at) => all[at]!);
}

function rewrite(drawing: SignDrawing, to: Float32Array, random: Random): void {
  if ('glyph' in drawing) rewritePicture(drawing.glyph.slice(), to, random);
  else rewriteInk(drawing.strokes, to, random);
}
