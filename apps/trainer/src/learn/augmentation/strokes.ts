import { glyphFromStrokes, type Glyph, type Point, type Stroke } from '@inkling/ink';
import type { Random } from '../../random.js';
import { roughen } from './roughen.js';

/** How far a hand may vary ink; every value is the largest deviation to either side. */
export interface HandLimits {
  readonly rotation: number;
  readonly shear: number;
  /** Of the width, as a logarithm. */
  readonly stretch: number;
}

/** By chance how ink is leaned, stretched and turned, all of it alike. */
export function drawLean(
  limits: HandLimits,
  random: Random,
): (strokes: readonly Stroke[]) => Stroke[] {
  const angle = random.between(-limits.rotation, limits.rotation);
  const shear = random.between(-limits.shear, limits.shear);
  const stretch = Math.exp(random.between(-limits.stretch, limits.stretch));
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return (strokes) =>
    strokes.map((stroke) =>
      stroke.map(([x, y]): Point => {
        const leaned = (x + shear * y) * stretch;
        return [cos * leaned - sin * y, sin * leaned + cos * y];
      }),
    );
}

const GLYPH_HAND: HandLimits = { rotation: 0.18, shear: 0.3, stretch: 0.22 };

/**
 * A glyph of the same ink, as if written once more: rougher, leaned, turned and stretched a little and
 * with another pen, before it is normalised, so that placement and size are what they will be in service.
 */
export function rewrittenGlyph(strokes: readonly Stroke[], random: Random): Glyph {
  const lean = drawLean(GLYPH_HAND, random);
  const written = lean(roughen(strokes, random));
  return glyphFromStrokes(written, { penWidth: random.between(1.5, 3.6) }).glyph;
}
