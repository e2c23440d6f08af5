import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';
import type { MapShape } from './head.js';
import type { Field, MapField } from './receptive-field.js';

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
 * value 1.
 *
 * @param activation `[rows, columns]`, at least 0
 * @returns `[28, 28]`, 0..1; all 0 where nothing is above 0
 */
export function heatOverGlyph(activation: Float64Array, { rows, columns }: MapField): Float32Array {
  const heat = new Float32Array(GLYPH_PIXELS);
  for (let y = 0; y < GLYPH_SIDE; y++) {
    const [above, below, down] = between(y, rows);
    for (let x = 0; x < GLYPH_SIDE; x++) {
      const [left, right, across] = between(x, columns);
      const at = (row: number, column: number) => activation[row * columns.count + column]!;
      const upper = at(above, left) * (1 - across) + at(above, right) * across;
      const lower = at(below, left) * (1 - across) + at(below, right) * across;
      heat[y * GLYPH_SIDE + x] = upper * (1 - down) + lower * down;
    }
  }
  const highest = heat.reduce((most, value) => Math.max(most, value), 0);
  return highest > 0 ? heat.map((value) => value / highest) : heat;
}

/** The two values beside a pixel, and how near it is to the second, 0..1. */
function between(
  pixel: number,
  { count, start, step }: Field,
): [first: number, second: number, share: number] {
  const place = Math.min(count - 1, Math.max(0, (pixel - start) / step));
  const first = Math.floor(place);
  return [first, Math.min(count - 1, first + 1), place - first];
}
