import { glyphFromStrokes, type Glyph, type Point, type Stroke } from '@inkling/ink';
import type { Random } from '../../random.js';
import { roughen } from './roughen.js';

/**
 * A glyph of the same ink, as if written once more: rougher, leaned, turned and stretched a little and
 * with another pen, before it is normalised, so that placement and size are what they will be in service.
 */
export function rewrittenGlyph(strokes: readonly Stroke[], random: Random): Glyph {
  const angle = random.between(-0.18, 0.18);
  const shear = random.between(-0.3, 0.3);
  const stretch = Math.exp(random.between(-0.22, 0.22));
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const written = roughen(strokes, random).map((stroke) =>
    stroke.map(([x, y]): Point => {
      const leaned = (x + shear * y) * stretch;
      return [cos * leaned - sin * y, sin * leaned + cos * y];
    }),
  );
  return glyphFromStrokes(written, { penWidth: random.between(1.5, 3.6) }).glyph;
}
