import { heatColour, type Colour } from './heat-colours';

/** Grey pictures of the same size, a byte a pixel. */
interface HeatInk {
  readonly side: number;
  /** 255 is ink. */
  readonly glyph: Uint8ClampedArray;
  /** 255 is hottest. */
  readonly heat: Uint8ClampedArray;
}

/** From this heat on it is what was looked at most: outlined, so that it can be told without colours. */
const MOST = 0.6;
/** How much of its colour a hot place has that has no ink. */
const BESIDE_INK = 0.35;

/**
 * The ink in the colours of its heat, hot places beside the ink in a faint one, and an outline around what was looked
 * at most.
 *
 * @param scale pixels of the result for one of the glyph
 * @returns red, green, blue and opacity, a byte each, `side * scale` wide and high
 */
export function paintHeat(
  { side, glyph, heat }: HeatInk,
  scale: number,
  theme: 'light' | 'dark',
  outline: Colour,
): Uint8ClampedArray<ArrayBuffer> {
  const wide = side * scale;
  const painted = new Uint8ClampedArray(wide * wide * 4);
  const hot = enlarge(heat, side, scale);
  const ink = enlarge(glyph, side, scale);
  for (let at = 0; at < wide * wide; at++) {
    const value = hot[at]!;
    const opacity = Math.max(ink[at]!, value * BESIDE_INK);
    painted.set([...heatColour(value, theme), opacity * 255], at * 4);
    if (isEdge(hot, at, wide)) painted.set([...outline, 255], at * 4);
  }
  return painted;
}

/** Whether it is the last pixel of what was looked at most. */
function isEdge(hot: Float32Array, at: number, wide: number): boolean {
  if (hot[at]! < MOST) return false;
  return [1, wide, 2, wide * 2].some(
    (step) => (hot[at - step] ?? 0) < MOST || (hot[at + step] ?? 0) < MOST,
  );
}

/** Bilinear; 0..1. */
function enlarge(pixels: Uint8ClampedArray, side: number, scale: number): Float32Array {
  const wide = side * scale;
  const between = Array.from({ length: wide }, (_, at) => {
    const place = Math.min(side - 1, Math.max(0, (at + 0.5) / scale - 0.5));
    const first = Math.floor(place);
    return [first, Math.min(side - 1, first + 1), place - first] as const;
  });
  return Float32Array.from({ length: wide * wide }, (_, at) => {
    const [left, right, across] = between[at % wide]!;
    const [above, below, down] = between[Math.floor(at / wide)]!;
    const row = (y: number) =>
      pixels[y * side + left]! * (1 - across) + pixels[y * side + right]! * across;
    return (row(above) * (1 - down) + row(below) * down) / 255;
  });
}
