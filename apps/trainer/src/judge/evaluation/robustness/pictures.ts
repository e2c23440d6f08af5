import { GLYPH_SIDE, renderStrokes, type Glyph, type GreyPicture, type Stroke } from '@inkling/ink';
import type { Random } from '../../../random.js';

/** How much of each pixel of a square is ink, 0..1, row by row. */
export interface Coverage {
  readonly side: number;
  readonly ink: Float32Array;
}

/** How ink lies on a square of paper; lengths in pixels. */
export interface Layout {
  readonly side: number;
  /** Longer side of the drawing. */
  readonly size: number;
  readonly pen: number;
  /** Its middle, as parts of the side. @defaultValue 0.5 */
  readonly x?: number;
  readonly y?: number;
}

export function drawnInk(strokes: readonly Stroke[], layout: Layout): Coverage {
  const { side, size, pen, x = 0.5, y = 0.5 } = layout;
  const points = strokes.flat();
  const [left, right] = rangeOf(points.map((point) => point[0]));
  const [top, foot] = rangeOf(points.map((point) => point[1]));
  const scale = size / Math.max(right - left, foot - top);
  const placement = {
    scale,
    offsetX: x * side - ((left + right) / 2) * scale,
    offsetY: y * side - ((top + foot) / 2) * scale,
  };
  return { side, ink: renderStrokes(strokes, placement, side, pen) };
}

function rangeOf(values: readonly number[]): [low: number, high: number] {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/** How a glyph lies on a square of paper. */
export interface Paste {
  readonly side: number;
  /** Pixels of paper for one of the glyph. */
  readonly scale: number;
  /** Clockwise. @defaultValue 0 */
  readonly degrees?: number;
  /** The glyph's middle, as parts of the side. @defaultValue 0.5 */
  readonly x?: number;
  readonly y?: number;
}

/** A glyph turned, scaled and moved, interpolated between its pixels. */
export function pastedGlyph(glyph: Glyph, paste: Paste): Coverage {
  const { side, scale, degrees = 0, x = 0.5, y = 0.5 } = paste;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const ink = new Float32Array(side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const dx = column + 0.5 - x * side;
      const dy = row + 0.5 - y * side;
      ink[row * side + column] = valueAt(
        glyph,
        cos * dx + sin * dy + GLYPH_SIDE / 2 - 0.5,
        cos * dy - sin * dx + GLYPH_SIDE / 2 - 0.5,
      );
    }
  }
  return { side, ink };
}

function valueAt(glyph: Glyph, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const pixel = (column: number, row: number) =>
    column < 0 || row < 0 || column >= GLYPH_SIDE || row >= GLYPH_SIDE
      ? 0
      : glyph[row * GLYPH_SIDE + column]!;
  const between = (row: number) =>
    pixel(left, row) * (left + 1 - x) + pixel(left + 1, row) * (x - left);
  return between(top) * (top + 1 - y) + between(top + 1) * (y - top);
}

/** Out of focus: the mean over a square window, three times, which is close to a Gaussian. */
export function blurred({ side, ink }: Coverage, radius: number): Coverage {
  let values = ink;
  for (let pass = 0; pass < 3; pass++) {
    values = meansOfRows(values, side, radius);
    values = transposed(meansOfRows(transposed(values, side), side, radius), side);
  }
  return { side, ink: values };
}

function meansOfRows(values: Float32Array, side: number, radius: number): Float32Array {
  const means = new Float32Array(values.length);
  for (let row = 0; row < side; row++) {
    const at = (column: number) => values[row * side + Math.min(side - 1, Math.max(0, column))]!;
    let sum = 0;
    for (let column = -radius; column <= radius; column++) sum += at(column);
    for (let column = 0; column < side; column++) {
      means[row * side + column] = sum / (2 * radius + 1);
      sum += at(column + radius + 1) - at(column - radius);
    }
  }
  return means;
}

function transposed(values: Float32Array, side: number): Float32Array {
  return values.map((_, at) => values[(at % side) * side + Math.floor(at / side)]!);
}

/** The light that falls on the paper. Tones are lumas, 0..255. */
export interface Light {
  readonly paper: number;
  readonly ink: number;
  /** By how much of itself the light changes from one side to the other, by lot up to this. */
  readonly slope?: number;
  /** How much darker the corners are. */
  readonly vignette?: number;
  /** Standard deviation of what the sensor adds, in lumas. */
  readonly noise?: number;
}

/** A picture of inked paper. */
export function photographed({ side, ink }: Coverage, light: Light, random: Random): GreyPicture {
  const { slope = 0, vignette = 0, noise = 0 } = light;
  const [slopeX, slopeY] = [random.between(-slope, slope), random.between(-slope, slope)];
  const pixels = Uint8ClampedArray.from(ink, (covered, at) => {
    const x = (at % side) / side - 0.5;
    const y = Math.floor(at / side) / side - 0.5;
    const shine = (1 + slopeX * x + slopeY * y) * (1 - 2 * vignette * (x * x + y * y));
    const tone = (light.paper + (light.ink - light.paper) * covered) * shine;
    return noise === 0 ? tone : tone + noise * nearlyNormal(random);
  });
  return { width: side, height: side, pixels };
}

/** Mean 0, deviation 1: a sum of uniform numbers. */
function nearlyNormal(random: Random): number {
  return (random.next() + random.next() + random.next() + random.next() - 2) * Math.sqrt(3);
}
