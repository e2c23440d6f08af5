import type { Random } from '../../random.js';
import { GLYPH_SIDE } from '@inkling/ink';

/** How many pixels are a tenth of them. */
const tenthOf = (pixels: number): number => Math.round(pixels / 10);

/** The hottest tenth of the pixels; of equals those nearer to the top. */
export const hottestTenth = (heat: Float32Array): number[] => firstTenth(heat, (at) => -heat[at]!);

/** Any tenth of the pixels. */
export function randomTenth(pixels: number, random: Random): number[] {
  const order = Array.from({ length: pixels }, () => random.next());
  return firstTenth(order, (at) => order[at]!);
}

/** A tenth of the pixels in one piece: those nearest to one of them. */
export const tenthAround = (centre: number, pixels: number): number[] =>
  firstTenth({ length: pixels }, (at) => distance(at, centre));

/** A pixel of the ink, the hottest one where there is heat and any one else. */
export function pixelOfInk(glyph: Float32Array, heat: Float32Array | Random): number {
  const ink = [...glyph.keys()].filter((at) => glyph[at]! > 0.5);
  if (!(heat instanceof Float32Array)) return ink[heat.integer(ink.length)]!;
  return ink.reduce((hottest, at) => (heat[at]! > heat[hottest]! ? at : hottest));
}

/** A copy of a glyph with nothing at some of its pixels. */
export function withoutPixels(glyph: Float32Array, pixels: readonly number[]): Float32Array {
  const masked = Float32Array.from(glyph);
  for (const pixel of pixels) masked[pixel] = 0;
  return masked;
}

function firstTenth(pixels: ArrayLike<unknown>, rank: (at: number) => number): number[] {
  const ranks = Array.from({ length: pixels.length }, (_, at) => rank(at));
  const order = [...ranks.keys()].sort((a, b) => ranks[a]! - ranks[b]! || a - b);
  return order.slice(0, tenthOf(pixels.length));
}

function distance(a: number, b: number): number {
  const [across, down] = [a, b].map((at) => [at % GLYPH_SIDE, Math.floor(at / GLYPH_SIDE)]) as [
    [number, number],
    [number, number],
  ];
  return Math.hypot(across[0] - down[0], across[1] - down[1]);
}
