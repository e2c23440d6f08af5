import { GLYPH_PIXELS, type Stroke } from '@inkling/ink';
import type { Random } from '../../random.js';
import { addHabit, withHabit } from '../augmentation/habits.js';
import { drawLean, type HandLimits } from '../augmentation/strokes.js';
import { changePenWidth, warpGlyph, type WarpLimits } from '../augmentation/warp.js';

/** What a hand varies from one character to the next; lean, size and place are those of its line. */
const WARP: WarpLimits = {
  rotation: 0.12,
  shear: 0.12,
  scale: 0.12,
  shiftPx: 0,
  elasticPx: 0.9,
};

/** The same for ink, which is leaned as a whole line besides: real numbers are more even than what more shear makes of them. */
const INK_HAND: HandLimits = { rotation: 0.08, shear: 0.05, stretch: 0.12 };

/** How often another pen wrote a character. */
const OTHER_PEN = 0.3;

/**
 * The glyph of a character as if it had been written once more: turned, sheared, stretched and bent a little, now and then
 * with another pen or what some people add to it.
 *
 * @param glyph `[28, 28]`, 0..1
 */
export function glyphAnew(glyph: Float32Array, label: string, random: Random): Float32Array {
  const plain = glyph.slice();
  const anew = new Float32Array(GLYPH_PIXELS);
  addHabit(plain, label, random);
  if (random.next() < OTHER_PEN) changePenWidth(plain, random.between(-0.5, 0.6));
  warpGlyph(plain, anew, WARP, random);
  return anew;
}

/** The same for the ink of a character, which was roughened before. */
export function inkAnew(strokes: readonly Stroke[], label: string, random: Random): Stroke[] {
  const lean = drawLean(INK_HAND, random);
  return lean(withHabit(strokes, label, random));
}

/** Each character of a line for training: one that is only moved is soon known by heart. */
export const ANEW = { glyph: glyphAnew, ink: inkAnew };
