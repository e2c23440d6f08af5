import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';
import { nearNormal, type Random } from '../../random.js';

/** How far a warp may go; every value is the largest deviation to either side. */
export interface WarpLimits {
  readonly rotation: number;
  readonly shear: number;
  readonly scale: number;
  readonly shiftPx: number;
  /** Standard deviation of the elastic displacement at the nodes of its grid. */
  readonly elasticPx: number;
}

/** Nodes a side of the grid of elastic displacements; between them they are interpolated. */
const NODES = 5;

/**
 * Turns, shears, stretches, moves and bends a glyph by chance (affine and elastic distortions after
 * Simard, Steinkraus, Platt: "Best practices for convolutional neural networks", 2003; the smooth
 * field is a coarse grid of random displacements, interpolated linearly).
 *
 * @param from `[28, 28]`, 0..1
 * @param to receives `[28, 28]`, 0..1
 */
export function warpGlyph(
  from: Float32Array,
  to: Float32Array,
  limits: WarpLimits,
  random: Random,
): void {
  const middle = (GLYPH_SIDE - 1) / 2;
  const angle = random.between(-limits.rotation, limits.rotation);
  const shear = random.between(-limits.shear, limits.shear);
  const scaleX = 1 + random.between(-limits.scale, limits.scale);
  const scaleY = 1 + random.between(-limits.scale, limits.scale);
  const shiftX = random.between(-limits.shiftPx, limits.shiftPx);
  const shiftY = random.between(-limits.shiftPx, limits.shiftPx);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const fieldX = displacements(limits.elasticPx, random);
  const fieldY = displacements(limits.elasticPx, random);

  for (let row = 0; row < GLYPH_SIDE; row++) {
    for (let column = 0; column < GLYPH_SIDE; column++) {
      const x = column - middle - shiftX;
      const y = row - middle - shiftY;
      const turnedX = (cos * x + sin * y) / scaleX;
      const turnedY = (cos * y - sin * x) / scaleY;
      to[row * GLYPH_SIDE + column] = sampleGlyph(
        from,
        turnedX + shear * turnedY + middle + interpolate(fieldX, column, row),
        turnedY + middle + interpolate(fieldY, column, row),
      );
    }
  }
}

function displacements(deviation: number, random: Random): Float32Array {
  const field = new Float32Array(NODES * NODES);
  for (let at = 0; at < field.length; at++) {
    field[at] = deviation * nearNormal(random);
  }
  return field;
}

function interpolate(field: Float32Array, column: number, row: number): number {
  const step = (NODES - 1) / (GLYPH_SIDE - 1);
  const x = column * step;
  const y = row * step;
  const left = Math.min(NODES - 2, Math.floor(x));
  const top = Math.min(NODES - 2, Math.floor(y));
  const fx = x - left;
  const fy = y - top;
  const at = top * NODES + left;
  return (
    (field[at]! * (1 - fx) + field[at + 1]! * fx) * (1 - fy) +
    (field[at + NODES]! * (1 - fx) + field[at + NODES + 1]! * fx) * fy
  );
}

/** Between pixels by their distance (bilinear); nothing outside. */
export function sampleGlyph(glyph: Float32Array, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const fy = y - top;
  return (
    (pixel(glyph, left, top) * (1 - fx) + pixel(glyph, left + 1, top) * fx) * (1 - fy) +
    (pixel(glyph, left, top + 1) * (1 - fx) + pixel(glyph, left + 1, top + 1) * fx) * fy
  );
}

function pixel(glyph: Float32Array, column: number, row: number): number {
  if (column < 0 || row < 0 || column >= GLYPH_SIDE || row >= GLYPH_SIDE) return 0;
  return glyph[row * GLYPH_SIDE + column]!;
}

/** Thickens (amount > 0) or thins (amount < 0) lines by up to a pixel: a grey dilation or erosion, mixed in. */
export function changePenWidth(glyph: Float32Array, amount: number): void {
  const share = Math.min(1, Math.abs(amount));
  const source = glyph.slice();
  for (let at = 0; at < GLYPH_PIXELS; at++) {
    const column = at % GLYPH_SIDE;
    const row = (at - column) / GLYPH_SIDE;
    const right = pixel(source, column + 1, row);
    const below = pixel(source, column, row + 1);
    const diagonal = pixel(source, column + 1, row + 1);
    const extreme =
      amount > 0
        ? Math.max(source[at]!, right, below, diagonal)
        : Math.min(source[at]!, right, below, diagonal);
    glyph[at] = source[at]! * (1 - share) + extreme * share;
  }
}
