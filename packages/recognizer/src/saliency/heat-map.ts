import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';
import type { Field, MapField } from './receptive-field.js';

/** The maps' size. */
export interface MapShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * How much each place of the maps speaks for a class (Grad-CAM, Selvaraju et al. 2017): the maps summed, each weighed
 * by the mean of the score's gradient over it; the positive part. Where the network averages its maps the gradient
 * is the same all over a map, so it is the class activation map (Zhou et al. 2016).
 *
 * @param maps `[channels, height, width]`
 * @param gradient of the class score by the maps
 * @returns `[height, width]`, at least 0
 */
export function classActivation(
  maps: Float32Array,
  gradient: Float64Array,
  { channels, height, width }: MapShape,
): Float64Array {
  const area = height * width;
  const sums = new Float64Array(area);
  for (let from = 0; from < channels * area; from += area) {
    const weight = gradient.subarray(from, from + area).reduce((sum, value) => sum + value) / area;
    for (let place = 0; place < area; place++) sums[place]! += weight * maps[from + place]!;
  }
  return sums.map((sum) => Math.max(0, sum));
}

/**
 * Lays a small map over the glyph, bilinear between the middles of what its values see, and makes its highest
 * value 1. Beyond the outermost middles it fades within a step: what lies there is seen, but no value is about it.
 *
 * @param activation `[rows, columns]`, at least 0
 * @returns `[28, 28]`, 0..1; all 0 where nothing is above 0
 */
export function heatOverGlyph(activation: Float64Array, { rows, columns }: MapField): Float32Array {
  const heat = new Float32Array(GLYPH_PIXELS);
  const down = Array.from({ length: GLYPH_SIDE }, (_, y) => beside(y, rows));
  const across = Array.from({ length: GLYPH_SIDE }, (_, x) => beside(x, columns));
  for (let at = 0; at < GLYPH_PIXELS; at++) {
    const x = at % GLYPH_SIDE;
    for (const [row, byRow] of down[(at - x) / GLYPH_SIDE]!) {
      for (const [column, byColumn] of across[x]!) {
        heat[at]! += byRow * byColumn * activation[row * columns.count + column]!;
      }
    }
  }
  const highest = heat.reduce((most, value) => Math.max(most, value), 0);
  return highest > 0 ? heat.map((value) => value / highest) : heat;
}

/** The values beside a pixel, with how much each of them counts there. */
function beside(
  pixel: number,
  { count, start, step }: Field,
): (readonly [value: number, share: number])[] {
  const place = (pixel - start) / step;
  const first = Math.floor(place);
  const both = [
    [first, 1 - (place - first)],
    [first + 1, place - first],
  ] as const;
  return both.filter(([value, share]) => value >= 0 && value < count && share > 0);
}
